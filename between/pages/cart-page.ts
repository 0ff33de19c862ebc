/** The cart at today's prices, with what cannot be bought named line by line. */
import { Cart } from '@tiantou/cart/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { page } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { freightItems, lineFrom } from '../flows/price-lines.ts'
import { CartPage } from './shop.contract.ts'

export const cartPage = page(CartPage, async (_input, { ask }) => {
  const { items: wanted } = await ask(Cart.queries.lines, {})
  const skuIds = wanted.map((line) => line.skuId)
  const selected = new Set(wanted.filter((line) => line.selected).map((line) => line.skuId))
  const priced = await ask(Products.queries.priced, {
    lines: wanted.map(({ skuId, quantity }) => ({ skuId, quantity })),
  })
  const stock = await ask(Inventory.queries.availability, { skuIds })
  const stockOf = new Map(stock.items.map((item) => [item.skuId, item]))
  const lines = priced.lines.map((line) => {
    const { available: left = 0, band = 'none' as const } = stockOf.get(line.skuId) ?? {}
    const problem = line.problem ?? (line.quantity > left ? ('out_of_stock' as const) : null)
    return { ...line, selected: selected.has(line.skuId), band, left, problem }
  })
  const chosen = lines.filter((line) => line.selected && line.problem === null)
  const agreed = chosen.map((line) => lineFrom(line))
  // For the whole country: which address it goes to is asked at the checkout.
  const road = await ask(Logistics.queries.quote, { items: freightItems(agreed) })
  const { freightFen, toFreeFreightFen } = road
  const quote = await ask(Order.queries.quote, { lines: agreed, freightFen, toFreeFreightFen })
  const { itemsFen, totalFen } = quote
  return { lines, itemsFen, freightFen, toFreeFreightFen, totalFen }
})
