/**
 * The index of this process: the file that answers, and while it is rebuilt a second file beside it, which
 * takes its place once it is full. Nothing here asks anybody: the feed hands the products in.
 */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ProductIn, SearchFeed, SearchShelf } from './contract.ts'
import { type Filters, find, type Found, type Place, type Sort } from './find.ts'
import { toDoc } from './input.ts'
import { type How, type Plan, plansOf } from './query.ts'
import { monthMask } from './rules.ts'
import { type Doc, type Meta, Shelf } from './shelf.ts'
import { normalise } from './text.ts'
import { openTokenizer, TOKENIZER_VERSION, type Tokenizer } from './tokenizer.ts'

export interface Asked {
  readonly text: string
  readonly filters: Filters
  readonly sort: Sort
  readonly after: Place | undefined
  readonly limit: number
  readonly now: number
}

export interface Answer extends Found {
  readonly how: How | 'all' | 'none'
  readonly corrected: string | null
  readonly cards: readonly unknown[]
}

/** What the queries of this module see of it. */
export interface SearchIndex extends SearchFeed {
  /** Whether it was ever filled to the end. */
  readonly filled: boolean
  readonly products: number
  readonly rebuilding: boolean
  search(asked: Asked): Promise<Answer>
  suggest(text: string, limit: number): string[]
}

const FILE = /^index-(\d+)\.sqlite$/

const numbersIn = (folder: string): number[] =>
  readdirSync(folder)
    .flatMap((name) => FILE.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a)

const pathOf = (folder: string, number: number): string => join(folder, `index-${number}.sqlite`)

const removeFile = (folder: string, number: number): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${pathOf(folder, number)}${end}`, { force: true })
}

interface Numbered {
  readonly number: number
  readonly shelf: Shelf
}

const tryOpen = (folder: string, number: number): Numbered | undefined => {
  try {
    return { number, shelf: new Shelf(pathOf(folder, number)) }
  } catch {
    // Broken, or of another version: it can be made again.
    return undefined
  }
}

/** The newest file that is full, else a new one; all others go. */
const openCurrent = (folder: string): Numbered => {
  let current: Numbered | undefined
  const numbers = numbersIn(folder)
  for (const number of numbers) {
    const opened = current === undefined ? tryOpen(folder, number) : undefined
    if (opened?.shelf.meta.filled === true) current = opened
    else {
      opened?.shelf.close()
      removeFile(folder, number)
    }
  }
  return current ?? { number: (numbers[0] ?? 0) + 1, shelf: new Shelf(pathOf(folder, (numbers[0] ?? 0) + 1)) }
}

const isOld = ({ tokenizer, generation }: Meta, wanted: number): boolean =>
  tokenizer !== TOKENIZER_VERSION || generation < wanted

const CUT_AT_ONCE = 25

/** Lets others have their turn: cutting a hundred titles holds a process for some milliseconds. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

const cutAll = async (tokenizer: Tokenizer, products: readonly ProductIn[]): Promise<(Doc | string)[]> => {
  const docs: (Doc | string)[] = []
  for (const [i, product] of products.entries()) {
    if (i > 0 && i % CUT_AT_ONCE === 0) await breathe()
    docs.push(product.onSale ? toDoc(tokenizer, product) : product.productId)
  }
  return docs
}

/** One file as a feed fills it. */
const faceOf = ({ shelf }: Numbered): SearchShelf => ({
  get cursor() {
    return shelf.meta.cursor
  },
  put: async (products, cursor, isLast) => {
    const docs = products.length === 0 ? [] : await cutAll(await openTokenizer(), products)
    shelf.write({ cursor, filled: shelf.meta.filled || isLast }, () => {
      for (const doc of docs) {
        if (typeof doc === 'string') shelf.drop(doc)
        else shelf.put(doc)
      }
    })
  },
  setStock: (items) => shelf.setStock(items),
  nextSkus: (most) => shelf.nextSkus(most),
})

interface Hit {
  /** Rows; undefined where categories say it all. */
  readonly matched: readonly number[] | undefined
  readonly parts?: Uint8Array
}

const matchOf = (shelf: Shelf, { how, expressions }: Plan): Hit => {
  const lists = expressions.map((expression) => shelf.match(expression))
  const [first] = lists
  if (how !== 'any' || first === undefined) return { matched: first }
  const parts = new Uint8Array(shelf.facts.rows.length)
  for (const list of lists) for (const row of list) parts[row] = (parts[row] ?? 0) + 1
  return { matched: [...new Set(lists.flat())], parts }
}

/** Runs one text and its filters over a file. */
const searchIn = (shelf: Shelf, tokenizer: Tokenizer | undefined, asked: Asked): Answer => {
  const { text, filters, sort, after, limit, now } = asked
  const common = { filters, sort, after, limit, monthMask: monthMask(now) }
  const nothing = { categories: [], kinds: [], names: [] }
  const answer = (how: Answer['how'], found: Found, corrected: string | null): Answer => ({
    ...found,
    how,
    corrected,
    cards: shelf.cards(found.rows.slice(0, limit).map(({ row }) => row)),
  })
  if (tokenizer === undefined)
    return answer('all', find(shelf.facts, { ...common, ...nothing, matched: undefined }), null)
  for (const plan of plansOf(text, tokenizer, shelf.vocabulary)) {
    const { kinds, names, categories } = plan
    const hit = matchOf(shelf, plan)
    const found = find(shelf.facts, { ...common, ...hit, kinds, names, categories })
    if (found.total > 0 || (hit.matched ?? [0]).length > 0) return answer(plan.how, found, plan.corrected)
  }
  return answer('none', find(shelf.facts, { ...common, ...nothing, matched: [] }), null)
}

/** What is typed as it stands in the table of beginnings: Chinese without, letters without blanks too. */
const typed = (text: string): string => normalise(text).replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Opens the files in a folder. */
export const openSearchIndex = (folder: string): SearchIndex & { close(): void } => {
  let current = openCurrent(folder)
  let building: Numbered | undefined
  const begin = (generation: number) => {
    if (building !== undefined) {
      building.shelf.close()
      removeFile(folder, building.number)
    }
    const number = Math.max(current.number, building?.number ?? 0) + 1
    building = { number, shelf: new Shelf(pathOf(folder, number)) }
    building.shelf.write({ generation })
  }
  return {
    get filled() {
      return current.shelf.meta.filled
    },
    get products() {
      return current.shelf.facts.size
    },
    get rebuilding() {
      return building !== undefined
    },
    shelves: (generation) => {
      if (!current.shelf.meta.filled && isOld(current.shelf.meta, generation))
        current.shelf.write({ generation })
      else if (isOld((building ?? current).shelf.meta, generation)) begin(generation)
      return [current, ...(building === undefined ? [] : [building])].map(faceOf)
    },
    restart: (generation) => begin(generation),
    swap: () => {
      if (building?.shelf.meta.filled !== true) return
      const old = current
      current = building
      building = undefined
      old.shelf.close()
      removeFile(folder, old.number)
    },
    search: async (asked) => {
      const tokenizer = normalise(asked.text) === '' ? undefined : await openTokenizer()
      const { shelf } = current
      const answer = searchIn(shelf, tokenizer, asked)
      if (answer.how !== 'none') return answer
      // Half a name in letters: `gannan` is how 赣南脐橙 begins.
      const [begun] = shelf.suggest(typed(asked.text), 1)
      if (begun === undefined) return answer
      return { ...searchIn(shelf, tokenizer, { ...asked, text: begun }), corrected: begun }
    },
    suggest: (text, limit) => {
      const wanted = typed(text)
      return wanted === '' ? [] : current.shelf.suggest(wanted, limit)
    },
    close: () => {
      current.shelf.close()
      building?.shelf.close()
    },
  }
}
