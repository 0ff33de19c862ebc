/** Checkout preview: what checkout would write, and what stands in its way. */
import { Inventory } from '@tiantou/inventory/contract'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { page } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { User } from '@tiantou/user/contract'
import { CheckoutPreview } from '../flows/checkout.contract.ts'
import { freightItems, lineFrom } from '../flows/price-lines.ts'

export const checkoutPreview = page(CheckoutPreview, async ({ lines: wanted, addressId }, { ask }) => {
  const skuIds = [...new Set(wanted.map((line) => line.skuId))]
  const [priced, stock] = await Promise.all([
    ask(Products.queries.priced, { lines: wanted }),
    ask(Inventory.queries.availability, { skuIds }),
  ])
  const offSale = [
    ...priced.unknown,
    ...priced.lines.filter((line) => line.problem === 'sku_off_sale').map((line) => line.skuId),
  ]
  const lines = priced.lines.filter((line) => line.problem !== 'sku_off_sale')
  const left = new Map(stock.items.map((item) => [item.skuId, item.available]))
  const leftOf = (skuId: string) => left.get(skuId) ?? 0
  const short = lines.filter((line) => line.quantity > leftOf(line.skuId))
  const { items: addresses } = await ask(User.queries.addresses, {})
  const chosen = addresses.find((one) =>
    addressId === undefined ? one.isDefault : one.addressId === addressId,
  )
  const address = chosen ?? addresses[0]
  const agreed = lines.map(lineFrom)
  const { noDelivery, alone, freightFen, toFreeFreightFen } = await ask(Logistics.queries.quote, {
    ...(address === undefined ? {} : { regionCode: address.regionCode }),
    items: freightItems(agreed),
  })
  const quote = await ask(Order.queries.quote, { lines: agreed, freightFen, toFreeFreightFen })
  const onRoad = (code: 'no_delivery' | 'travels_alone', classes: typeof noDelivery) =>
    agreed
      .filter((line) => classes.includes(line.storageClass))
      .map(({ skuId }) => ({ skuId, code, left: 0 }))
  return {
    quote,
    address:
      address === undefined
        ? null
        : {
            addressId: address.addressId,
            name: address.name,
            phone: address.phone,
            province: address.province,
            city: address.city,
            county: address.county,
            detail: address.detail,
          },
    problems: [
      ...offSale.map((skuId) => ({ skuId, code: 'sku_off_sale' as const, left: 0 })),
      ...lines.flatMap(({ skuId, problem, would }) =>
        problem === null ? [] : [{ skuId, code: problem, left: would }],
      ),
      ...onRoad('no_delivery', noDelivery),
      ...onRoad('travels_alone', alone),
      ...short.map(({ skuId }) => ({ skuId, code: 'out_of_stock' as const, left: leftOf(skuId) })),
    ],
  }
})
