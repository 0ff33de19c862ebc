/**
 * From SKU ids and quantities to the lines of an order: what checkout, its preview and the cart page all
 * need. Sequences; what a line costs and what forbids it is decided in module product.
 */
import type { OutputOf, Static } from '@tiantou/kernel'
import type { OrderLine } from '@tiantou/order/contract'
import type { Products } from '@tiantou/product/contract'

export type Priced = OutputOf<typeof Products.queries.priced>['lines'][number]
export type PricedLine = Static<typeof OrderLine>

export interface Wanted {
  readonly skuId: string
  readonly quantity: number
  readonly ifShort?: PricedLine['ifShort']
}

/** The line that an order would keep of a priced SKU. */
export const lineFrom = (
  sku: Omit<Priced, 'problem'>,
  ifShort: PricedLine['ifShort'] = 'refund',
): PricedLine => ({
  skuId: sku.skuId,
  productId: sku.productId,
  productVersion: sku.productVersion,
  supplierId: sku.supplierId,
  title: sku.title,
  spec: sku.spec,
  image: sku.image,
  priceMode: sku.priceMode,
  storageClass: sku.storageClass,
  quantity: sku.quantity,
  nominalG: sku.nominalG,
  perJinFen: sku.perJinFen,
  pieceFen: sku.pieceFen,
  amountFen: sku.amountFen,
  priceFen: sku.priceFen,
  toleranceMinusG: sku.toleranceMinusG,
  tolerancePlusG: sku.tolerancePlusG,
  shelfLifeDays: sku.shelfLifeDays,
  claimWindowHours: sku.claimWindowHours,
  ifShort,
})

/** What module logistics must know of the lines to price their road. */
export const freightItems = (lines: readonly PricedLine[]) =>
  lines.map(({ storageClass, nominalG, quantity, amountFen }) => ({
    storageClass,
    grams: nominalG * quantity,
    pieces: quantity,
    amountFen,
  }))

/** A SKU that stands twice in what is wanted. */
export const doubledSku = (wanted: readonly Wanted[]): string | undefined => {
  const seen = new Set<string>()
  for (const { skuId } of wanted) {
    if (seen.has(skuId)) return skuId
    seen.add(skuId)
  }
  return undefined
}
