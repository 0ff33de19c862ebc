/**
 * Believable catalogues of any size, the same for the same size, with the truth about each product: what
 * suites and benchmarks search in.
 */
import type { ProductIn } from '../src/contract.ts'
import { BOASTS, GROWERS, LEADS, PRODUCE } from './produce.data.ts'

/** What is true of a product, whatever its title says. */
export interface Truth {
  readonly category: string
  readonly kind: string
  readonly variety: string
  readonly province: string
  readonly county: string
  readonly grams: number
}

export interface Catalogue {
  readonly products: readonly ProductIn[]
  readonly truths: ReadonlyMap<string, Truth>
}

interface Kind {
  readonly category: string
  readonly kind: string
  readonly called: readonly string[]
  readonly varieties: readonly string[]
  readonly origins: readonly (readonly [string, string])[]
  readonly storageClass: ProductIn['storageClass']
  readonly months: readonly number[]
  readonly jinFen: number
}

const monthsOf = (text: string): number[] => {
  const [from = 1, to = 12] = text.split('-').map(Number)
  const count = ((to - from + 12) % 12) + 1
  return Array.from({ length: count }, (_, i) => ((from - 1 + i) % 12) + 1)
}

const KINDS: readonly Kind[] = PRODUCE.trim()
  .split('\n')
  .map((line) => {
    const [category = '', kind = '', called = '', varieties = '', origins = '', ...rest] = line.split('|')
    const [storageClass = '', months = '', jinFen = ''] = rest
    return {
      category,
      kind,
      called: called.split(','),
      varieties: varieties.split(','),
      origins: origins.split(',').map((origin) => {
        const [province = '', county = ''] = origin.split(' ')
        return [province, county] as const
      }),
      storageClass: storageClass as ProductIn['storageClass'],
      months: monthsOf(months),
      jinFen: Number(jinFen),
    }
  })

/** Park and Miller's generator: the same numbers everywhere. */
const numbersFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const PACKS_G = [500, 1_000, 1_500, 2_500, 4_000, 5_000]
/** One weight, as sellers spell it. */
const SPELLINGS: readonly ((grams: number) => string)[] = [
  (grams) => `${grams / 500}斤`,
  (grams) => `${grams / 500}斤装`,
  (grams) => `${grams}g`,
  (grams) => `${grams / 1_000}kg`,
  (grams) => `约${grams / 1_000}公斤`,
  (grams) => `净重${grams / 500}斤`,
]

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const idOf = (prefix: string, number: number): string => {
  let text = ''
  for (let left = number; left > 0; left = Math.floor(left / 32)) text = `${ALPHABET[left % 32]}${text}`
  return `${prefix}_${text.padStart(26, '0')}`
}

/** 烟台市栖霞市 → 烟台 or 栖霞, as titles name places. */
const shortPlace = (county: string, last: boolean): string => {
  const parts = county.split(/(?<=..)(?:市|县|区|州|地区|盟|旗)/u).filter((part) => part.length > 1)
  return (last ? parts.at(-1) : parts[0]) ?? county
}

/** Some titles name the variety alone, some the kind alone, some both. */
const naming = (called: string, variety: string, way: number): string =>
  way === 0 ? called : way === 1 || variety.endsWith(called) ? variety : `${variety}${called}`

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length] as T

const BORN = Date.UTC(2026, 0, 1)

const oneOf = (number: number, draw: (below: number) => number): { product: ProductIn; truth: Truth } => {
  const kind = pick(KINDS, number)
  const variety = pick(kind.varieties, draw(1_000))
  const [province, county] = pick(kind.origins, draw(1_000))
  const grams = pick(PACKS_G, draw(1_000))
  const place = shortPlace(county, draw(2) === 1)
  const named = naming(pick(kind.called, draw(1_000)), variety, draw(4))
  const spec = pick(SPELLINGS, draw(1_000))(grams)
  const title = `${pick(LEADS, draw(1_000))}${place}${named}${draw(3) === 0 ? ` ${spec}` : ''}`
  const pieceFen = Math.round((kind.jinFen * grams * (80 + draw(60))) / 50_000)
  const product: ProductIn = {
    productId: idOf('prd', number + 1),
    onSale: true,
    title,
    subtitle: `${pick(BOASTS, draw(1_000))}，${pick(BOASTS, draw(1_000))}`,
    category: kind.category,
    variety,
    originProvince: province,
    originCounty: county,
    grower: pick(GROWERS, draw(1_000)),
    seasonMonths: kind.months,
    storageClass: kind.storageClass,
    image: 'apple',
    createdAt: BORN + number * 1_000,
    skus: [
      {
        skuId: idOf('sku', number + 1),
        spec,
        priceMode: 'piece',
        pieceFen,
        perJinFen: Math.round((pieceFen * 500) / grams),
        nominalG: grams,
        leastPerOrder: 1,
        inStock: draw(5) > 0,
      },
    ],
  }
  const { category, kind: called } = kind
  return { product, truth: { category, kind: called, variety, province, county, grams } }
}

/** A catalogue of so many products. */
export const catalogueOf = (size: number): Catalogue => {
  const draw = numbersFrom(20_261_128)
  const all = Array.from({ length: size }, (_, number) => oneOf(number, draw))
  return {
    products: all.map(({ product }) => product),
    truths: new Map(all.map(({ product, truth }) => [product.productId, truth])),
  }
}
