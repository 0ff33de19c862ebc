/** Filters, facets and orders over what a text matched. Pure. */
import type { Fact, Facts } from './facts.ts'

export type Sort = 'relevance' | 'price_up' | 'price_down' | 'newest'

export interface Filters {
  readonly category?: string | undefined
  readonly province?: string | undefined
  readonly variety?: string | undefined
  readonly storageClass?: string | undefined
  readonly minFen?: number | undefined
  readonly maxFen?: number | undefined
  readonly inSeason?: boolean | undefined
  readonly inStock?: boolean | undefined
}

/** Where a page ended: what it was ordered by, and the last product. */
export interface Place {
  readonly key: number
  readonly createdAt: number
  readonly productId: string
}

export interface FacetValue {
  readonly value: string
  readonly count: number
}

export interface Found {
  /** Rows in their order, at most `limit`, and one more where more follow. */
  readonly rows: readonly { readonly row: number; readonly place: Place }[]
  readonly total: number
  readonly facets: {
    readonly category: readonly FacetValue[]
    readonly province: readonly FacetValue[]
    readonly variety: readonly FacetValue[]
    readonly storageClass: readonly FacetValue[]
    readonly inSeason: number
    readonly inStock: number
  }
}

export interface Wanted {
  /** Rows that the text matched; undefined where there is no text: all. */
  readonly matched: readonly number[] | undefined
  /** By row, how many parts of the text it matched, where not all of them were asked for. */
  readonly parts?: Uint8Array | undefined
  /** Only products of these categories, whatever the filters say; all where there are none. */
  readonly categories: readonly string[]
  readonly kinds: readonly string[]
  readonly names: readonly string[]
  readonly filters: Filters
  readonly sort: Sort
  readonly after: Place | undefined
  readonly limit: number
  /** The bit of the month that counts as now. */
  readonly monthMask: number
}

const CATEGORY = 1
const PROVINCE = 2
const VARIETY = 4
const STORAGE = 8
const SEASON = 16
const STOCK = 32
const PRICE = 64

const MOST_VALUES = 30

/** How much each thing counts towards relevance; parts of the text outweigh all others together. */
const WORTH = { part: 32, kind: 16, name: 8, stock: 2, season: 1 } as const

/** Which filters a product fails, as bits. */
const failing = (facts: Facts, filters: Filters, monthMask: number) => {
  const { words } = facts
  const number = (text: string | undefined) => (text === undefined ? undefined : words.of(text))
  const [category, province] = [number(filters.category), number(filters.province)]
  const [variety, storage] = [number(filters.variety), number(filters.storageClass)]
  const { minFen = 0, maxFen = Number.POSITIVE_INFINITY, inSeason, inStock } = filters
  return (fact: Fact): number =>
    (category === undefined || fact.category === category ? 0 : CATEGORY) |
    (province === undefined || fact.province === province ? 0 : PROVINCE) |
    (variety === undefined || fact.variety === variety ? 0 : VARIETY) |
    (storage === undefined || fact.storageClass === storage ? 0 : STORAGE) |
    (inSeason === undefined || ((fact.seasonMask & monthMask) !== 0) === inSeason ? 0 : SEASON) |
    (inStock === undefined || (fact.stockMask !== 0) === inStock ? 0 : STOCK) |
    (fact.priceFen >= minFen && fact.priceFen <= maxFen ? 0 : PRICE)
}

const keyOf = (facts: Facts, wanted: Wanted) => {
  const { sort, monthMask, parts } = wanted
  const kinds = new Set(wanted.kinds.map((kind) => facts.words.of(kind)))
  const names = new Set(wanted.names.map((name) => facts.words.of(name)))
  const relevance = (fact: Fact, row: number) =>
    (parts === undefined ? 0 : (parts[row] ?? 0) * WORTH.part) +
    (kinds.has(fact.kind) ? WORTH.kind : 0) +
    (names.size > 0 && fact.names.some((name) => names.has(name)) ? WORTH.name : 0) +
    (fact.stockMask !== 0 ? WORTH.stock : 0) +
    ((fact.seasonMask & monthMask) === 0 ? 0 : WORTH.season)
  if (sort === 'relevance') return relevance
  if (sort === 'newest') return (fact: Fact) => fact.createdAt
  return sort === 'price_up' ? (fact: Fact) => -fact.priceFen : (fact: Fact) => fact.priceFen
}

/**
 * Below zero when `a` stands before `b`. Ids are time-ordered, so the last word is the newer product's too.
 */
const order = (a: Place, b: Place): number => {
  if (a.key !== b.key) return b.key - a.key
  if (a.createdAt !== b.createdAt) return b.createdAt - a.createdAt
  if (a.productId === b.productId) return 0
  return a.productId > b.productId ? -1 : 1
}

/** Keeps the first `most` of what it is offered. */
const openPodium = (most: number, after: Place | undefined) => {
  const best: { row: number; place: Place }[] = []
  return {
    best,
    offer: (row: number, key: number, { createdAt, productId }: Fact) => {
      const last = best.length < most ? undefined : best.at(-1)
      if (last !== undefined) {
        const { place } = last
        if (key < place.key || (key === place.key && createdAt < place.createdAt)) return
      }
      const place = { key, createdAt, productId }
      if (after !== undefined && order(place, after) <= 0) return
      if (last !== undefined && order(place, last.place) >= 0) return
      let at = best.length
      while (at > 0 && order(place, (best[at - 1] as { place: Place }).place) < 0) at -= 1
      best.splice(at, 0, { row, place })
      if (best.length > most) best.pop()
    },
  }
}

const valuesOf = (facts: Facts, counts: Uint32Array): FacetValue[] => {
  const values: FacetValue[] = []
  for (const [number, count] of counts.entries()) {
    if (count > 0) values.push({ value: facts.words.texts[number] ?? '', count })
  }
  return values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, MOST_VALUES)
}

/** Every value of a facet is counted as if its own filter were not set: so one sees what else there is. */
export const find = (facts: Facts, wanted: Wanted): Found => {
  const { matched, monthMask, limit, after } = wanted
  const fails = failing(facts, wanted.filters, monthMask)
  const key = keyOf(facts, wanted)
  const podium = openPodium(limit + 1, after)
  const size = facts.words.texts.length
  const [category, province] = [new Uint32Array(size), new Uint32Array(size)]
  const [variety, storage] = [new Uint32Array(size), new Uint32Array(size)]
  let total = 0
  let inSeason = 0
  let inStock = 0
  const count = (counts: Uint32Array, number: number) => {
    counts[number] = (counts[number] ?? 0) + 1
  }
  const categories = wanted.categories.map((one) => facts.words.of(one))
  const look = (row: number, fact: Fact) => {
    if (categories.length > 0 && !categories.includes(fact.category)) return
    const fault = fails(fact)
    if ((fault & ~CATEGORY) === 0) count(category, fact.category)
    if ((fault & ~PROVINCE) === 0) count(province, fact.province)
    if ((fault & ~VARIETY) === 0) count(variety, fact.variety)
    if ((fault & ~STORAGE) === 0) count(storage, fact.storageClass)
    if ((fault & ~SEASON) === 0 && (fact.seasonMask & monthMask) !== 0) inSeason += 1
    if ((fault & ~STOCK) === 0 && fact.stockMask !== 0) inStock += 1
    if (fault !== 0) return
    total += 1
    podium.offer(row, key(fact, row), fact)
  }
  if (matched === undefined) {
    for (let row = facts.rows.length - 1; row >= 0; row -= 1) {
      const fact = facts.rows[row]
      if (fact !== undefined) look(row, fact)
    }
  } else {
    // Newer products have higher rows and stand further up: from behind, few have to make room again.
    for (let i = matched.length - 1; i >= 0; i -= 1) {
      const row = matched[i] as number
      const fact = facts.rows[row]
      if (fact !== undefined) look(row, fact)
    }
  }
  return {
    rows: podium.best,
    total,
    facets: {
      category: valuesOf(facts, category),
      province: valuesOf(facts, province),
      variety: valuesOf(facts, variety),
      storageClass: valuesOf(facts, storage),
      inSeason,
      inStock,
    },
  }
}
