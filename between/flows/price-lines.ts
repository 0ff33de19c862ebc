/**
 * From SKU ids and quantities to priced lines: what checkout, its preview and the cart page all need.
 * Sequences, decides nothing.
 */
import type { OutputOf, Static } from '@tiantou/kernel'
import type { OrderLine } from '@tiantou/order/contract'
import type { Products } from '@tiantou/product/contract'

type Snapshot = OutputOf<typeof Products.queries.skus>['items'][number]
export type PricedLine = Static<typeof OrderLine>

export interface Wanted {
  readonly skuId: string
  readonly quantity: number
}

/** The line that an order would keep of a snapshot. */
export const lineFrom = (sku: Snapshot, quantity: number): PricedLine => ({
  skuId: sku.skuId,
  productId: sku.productId,
  productVersion: sku.productVersion,
  title: sku.title,
  spec: sku.spec,
  image: sku.image,
  priceMode: sku.priceMode,
  storageClass: sku.storageClass,
  quantity,
  nominalG: sku.nominalG,
  perJinFen: sku.perJinFen,
  pieceFen: sku.pieceFen,
  amountFen: sku.pieceFen * quantity,
})

export interface Priced {
  readonly lines: readonly PricedLine[]
  readonly offSale: readonly string[]
  readonly overLimit: readonly { readonly skuId: string; readonly max: number }[]
}

/**
 * Prices what is wanted by its snapshots; names what is not on sale and what is more than one order may hold.
 */
export const priceLines = (wanted: readonly Wanted[], snapshots: readonly Snapshot[]): Priced => {
  const bySku = new Map(snapshots.map((sku) => [sku.skuId, sku]))
  const lines: PricedLine[] = []
  const offSale: string[] = []
  const overLimit: { skuId: string; max: number }[] = []
  for (const { skuId, quantity } of wanted) {
    const sku = bySku.get(skuId)
    if (sku?.onSale !== true) {
      offSale.push(skuId)
      continue
    }
    if (quantity > sku.maxPerOrder) overLimit.push({ skuId, max: sku.maxPerOrder })
    lines.push(lineFrom(sku, quantity))
  }
  return { lines, offSale, overLimit }
}

/** A SKU that stands twice in what is wanted. */
export const doubledSku = (wanted: readonly Wanted[]): string | undefined => {
  const seen = new Set<string>()
  for (const { skuId } of wanted) {
    if (seen.has(skuId)) return skuId
    seen.add(skuId)
  }
  return undefined
}
