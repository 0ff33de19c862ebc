/** Checkout preview: what checkout would write, and what stands in its way. */
import { Inventory } from '@tiantou/inventory/contract'
import type { InputOf, OutputOf } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { page, type PageContext } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { User } from '@tiantou/user/contract'
import { addressOnMap } from '../flows/address-on-map.ts'
import { CheckoutPreview } from '../flows/checkout.contract.ts'
import { freightItems, lineFrom } from '../flows/price-lines.ts'

type Address = OutputOf<typeof User.queries.addresses>['items'][number]
type Promised = InputOf<typeof Logistics.queries.promise>

const shown = ({ addressId, name, phone, province, city, county, detail }: Address) => ({
  addressId,
  name,
  phone,
  province,
  city,
  county,
  detail,
})

/** When it can come, and what the slot that was asked for costs or what keeps the order from it. */
const promiseOf = async (
  ask: PageContext<typeof CheckoutPreview>['ask'],
  address: Address | undefined,
  storageClasses: Promised['storageClasses'],
  slotId: string | undefined,
) => {
  const noSlot = { feeFen: 0, problem: null }
  if (address === undefined) return { promise: null, slot: noSlot }
  const { promise, chosen } = await ask(Logistics.queries.promise, {
    address: addressOnMap(address),
    storageClasses,
    ...(slotId === undefined ? {} : { slotId }),
  })
  return { promise, slot: chosen ?? noSlot }
}

export const checkoutPreview = page(
  CheckoutPreview,
  async ({ lines: wanted, addressId, slotId }, { ask }) => {
    const skuIds = [...new Set(wanted.map((line) => line.skuId))]
    const [priced, stock] = await Promise.all([
      ask(Products.queries.priced, { lines: wanted.map(({ skuId, quantity }) => ({ skuId, quantity })) }),
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
    const agreed = lines.map((line) => lineFrom(line))
    const { parcels, noDelivery, alone, toFreeFreightFen, ...road } = await ask(Logistics.queries.quote, {
      ...(address === undefined ? {} : { regionCode: address.regionCode }),
      items: freightItems(agreed),
    })
    const storageClasses = parcels.map((parcel) => parcel.storageClass)
    const { promise, slot } = await promiseOf(ask, address, storageClasses, slotId)
    const freightFen = road.freightFen + (slot.problem === null ? slot.feeFen : 0)
    const quote = await ask(Order.queries.quote, { lines: agreed, freightFen, toFreeFreightFen })
    const onRoad = (code: 'no_delivery' | 'travels_alone', classes: typeof noDelivery) =>
      agreed
        .filter((line) => classes.includes(line.storageClass))
        .map(({ skuId }) => ({ skuId, code, left: 0 }))
    return {
      quote,
      address: address === undefined ? null : shown(address),
      promise,
      slotProblem: slot.problem,
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
  },
)
