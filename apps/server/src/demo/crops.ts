/** A short way to write demo products down: what they all have in common is said here once. */
import type { InputOf } from '@tiantou/kernel'
import type { Products } from '@tiantou/product/contract'

type Create = InputOf<typeof Products.commands.create>
type SkuInput = Create['skus'][number]

export interface DemoProduct {
  /** File name of the picture in the emoji package, without its ending. */
  readonly emoji: string
  readonly product: Create
  /** Pieces received per SKU, how long the lot keeps, how many days ago it was harvested. */
  readonly pieces: readonly number[]
  readonly keepsDays: number
  readonly agedDays?: number
}

/** Months from one to another, over the turn of the year too. */
export const months = (from: number, to: number): number[] =>
  Array.from({ length: ((to - from + 12) % 12) + 1 }, (_, i) => ((from - 1 + i) % 12) + 1)

interface Stocked {
  readonly sku: SkuInput
  readonly stock: number
}
type More = Partial<SkuInput>

const stocked = (sku: SkuInput, stock: number): Stocked => ({ sku, stock })

/** What packers can hold: 3 % below, 6 % above. */
const tolerance = (nominalG: number) => ({
  toleranceMinusG: Math.max(1, Math.round(nominalG * 0.03)),
  tolerancePlusG: Math.max(1, Math.round(nominalG * 0.06)),
})

/** A box at a fixed price. */
export const box = (spec: string, priceFen: number, nominalG: number, stock: number, more: More = {}) =>
  stocked(
    {
      spec,
      sellUnit: 'box',
      priceMode: 'piece',
      priceFen,
      nominalG,
      ...tolerance(nominalG),
      maxPerOrder: 20,
      ...more,
    },
    stock,
  )

/** Whole pieces that are weighed: fen per kilogram, the weight an estimate. */
export const weighed = (spec: string, priceFen: number, nominalG: number, stock: number, more: More = {}) =>
  stocked(
    {
      spec,
      sellUnit: 'piece',
      priceMode: 'weight',
      priceFen,
      nominalG,
      toleranceMinusG: Math.round(nominalG * 0.1),
      tolerancePlusG: Math.round(nominalG * 0.1),
      maxPerOrder: 10,
      ...more,
    },
    stock,
  )

/** Loose, by the 斤: fen per kilogram, from a least quantity on in steps. */
export const loose = (
  priceFen: number,
  stock: number,
  leastPerOrder: number,
  step: number,
  more: More = {},
) =>
  stocked(
    {
      spec: '散装 按斤称',
      sellUnit: 'jin',
      priceMode: 'weight',
      priceFen,
      nominalG: 500,
      toleranceMinusG: 25,
      tolerancePlusG: 50,
      maxPerOrder: 40,
      leastPerOrder,
      step,
      ...more,
    },
    stock,
  )

export interface Crop {
  readonly name: string
  readonly emoji: string
  readonly title: string
  readonly subtitle: string
  readonly category: string
  readonly variety: string
  readonly from: readonly [province: string, county: string]
  readonly grower: string
  readonly gi?: string
  readonly season: readonly number[]
  readonly story: string
  readonly keeps: number
  readonly aged?: number
  readonly details?: string
  readonly own?: Pick<Create, 'storageClass' | 'claimWindowHours'>
  readonly skus: readonly Stocked[]
}

/** A crop as the command takes it. */
export const crop = (it: Crop): DemoProduct => ({
  emoji: it.emoji,
  pieces: it.skus.map(({ stock }) => stock),
  keepsDays: it.keeps,
  agedDays: it.aged ?? 1,
  product: {
    title: it.title,
    subtitle: it.subtitle,
    category: it.category,
    variety: it.variety,
    originProvince: it.from[0],
    originCounty: it.from[1],
    grower: it.grower,
    seasonMonths: [...it.season],
    story: it.story,
    images: [it.name],
    ...(it.details === undefined ? {} : { details: it.details }),
    ...(it.gi === undefined ? {} : { geographicalIndication: { name: it.gi } }),
    ...it.own,
    skus: it.skus.map(({ sku }) => sku),
  },
})
