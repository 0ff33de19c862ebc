/**
 * What may stand in for a SKU that is not to be had: nearly its size, hardly dearer, priced the same way.
 * Pure.
 */
import type { Static } from '@tiantou/kernel'
import type { SkuSnapshot } from './shapes.ts'

type Sku = Static<typeof SkuSnapshot>

/** A stand-in may cost a fifth more (the house pays it) and weigh a quarter more or less. */
const dearer = 1.2
const heavier = 0.25

/** Those that may stand in for `sku`, the nearest price first. */
export const standIns = (sku: Sku, others: readonly Sku[]): Sku[] => {
  const far = (one: Sku) => Math.abs(one.pieceFen - sku.pieceFen)
  return others
    .filter(
      (one) =>
        one.onSale &&
        one.priceMode === sku.priceMode &&
        one.storageClass === sku.storageClass &&
        one.pieceFen <= sku.pieceFen * dearer &&
        Math.abs(one.nominalG - sku.nominalG) <= sku.nominalG * heavier,
    )
    .sort((a, b) => far(a) - far(b) || (a.skuId < b.skuId ? -1 : 1))
}
