/** Buying an earlier order again: what of it is sold today goes into the cart. */
import { Cart } from '@tiantou/cart/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { flow } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Reorder } from './reorder.contract.ts'

export const reorder = flow(Reorder, async ({ orderId }, { actor, ask, step }) => {
  const { lines } = await ask(Order.queries.get, { orderId })
  const skuIds = lines.map((line) => line.skuId)
  const { items: sold } = await ask(Products.queries.skus, { skuIds })
  const { items: stock } = await ask(Inventory.queries.availability, { skuIds })
  const onSale = new Set(sold.filter((sku) => sku.onSale).map((sku) => sku.skuId))
  const inStock = new Set(stock.filter((sku) => sku.band !== 'none').map((sku) => sku.skuId))
  const wanted = lines.filter(({ skuId }) => onSale.has(skuId) && inStock.has(skuId))
  const { left: full } = await step('gather', Cart.commands.gather, {
    userId: actor.id,
    lines: wanted.map(({ skuId, quantity }) => ({ skuId, quantity })),
  })
  const why = (skuId: string) => {
    if (!onSale.has(skuId)) return 'sku_off_sale'
    if (!inStock.has(skuId)) return 'out_of_stock'
    return full.includes(skuId) ? 'cart_full' : null
  }
  const left = lines.flatMap(({ skuId, title }) => {
    const reason = why(skuId)
    return reason === null ? [] : [{ skuId, title, why: reason } as const]
  })
  return { added: lines.length - left.length, left }
})
