/** The cart at today's prices, with what cannot be bought named line by line. */
import { Cart } from '@tiantou/cart/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { page } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { lineFrom } from '../flows/price-lines.ts'
import { CartPage } from './shop.contract.ts'

type Problem = 'sku_off_sale' | 'over_limit' | 'out_of_stock' | null

const problemOf = (onSale: boolean, quantity: number, max: number, left: number): Problem => {
  if (!onSale) return 'sku_off_sale'
  if (quantity > max) return 'over_limit'
  return quantity > left ? 'out_of_stock' : null
}

export const cartPage = page(CartPage, async (_input, { ask }) => {
  const { items: wanted } = await ask(Cart.queries.lines, {})
  const skuIds = wanted.map((line) => line.skuId)
  const { items: snapshots } = await ask(Products.queries.skus, { skuIds })
  const stock = await ask(Inventory.queries.availability, { skuIds })
  const skus = new Map(snapshots.map((sku) => [sku.skuId, sku]))
  const left = new Map(stock.items.map((item) => [item.skuId, item]))
  const lines = wanted.flatMap(({ skuId, quantity, selected }) => {
    const sku = skus.get(skuId)
    if (sku === undefined) return []
    const available = left.get(skuId)?.available ?? 0
    const problem = problemOf(sku.onSale, quantity, sku.maxPerOrder, available)
    const band = left.get(skuId)?.band ?? ('none' as const)
    return [
      { ...sku, quantity, selected, amountFen: sku.pieceFen * quantity, band, left: available, problem },
    ]
  })
  const chosen = lines.filter((line) => line.selected && line.problem === null)
  const quote = await ask(Order.queries.quote, { lines: chosen.map((line) => lineFrom(line, line.quantity)) })
  const { itemsFen, freightFen, toFreeFreightFen, totalFen } = quote
  return { lines, itemsFen, freightFen, toFreeFreightFen, totalFen }
})
