/**
 * Checkout: lines, address and an expected total become one order — order written, its place in a slot taken,
 * payment opened, cart emptied, stock held — in one commit or not at all. Stock comes last: its rows are the
 * hot ones and stay locked for the shortest time.
 */
import { Cart } from '@tiantou/cart/contract'
import { Inventory } from '@tiantou/inventory/contract'
import type { InputOf, OutputOf } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { flow, type FlowContext, undo } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'
import { addressOnMap } from './address-on-map.ts'
import { Checkout } from './checkout.contract.ts'
import { payerOf } from './payer.ts'
import { doubledSku, freightItems, lineFrom, type Priced } from './price-lines.ts'
import { startAttempt } from './start-attempt.ts'

type Input = InputOf<typeof Checkout>
type Context = FlowContext<typeof Checkout>

/** Says what forbids a line. */
const refuseLine = ({ problem, skuId, would, ...line }: Priced, refuse: Context['refuse']) => {
  if (problem === 'below_least') return refuse(problem, { skuId, least: line.leastPerOrder })
  if (problem === 'over_limit') return refuse(problem, { skuId, max: line.maxPerOrder })
  if (problem === 'off_step') return refuse(problem, { skuId, step: line.step, would })
  return refuse('sku_off_sale', { skuId })
}

/** A line of a supplier that may not sell now; and whether one of them is paid by sharing. */
const sellersOf = async (lines: readonly Priced[], ask: Context['ask']) => {
  const wanted = [...new Set(lines.flatMap(({ supplierId }) => supplierId ?? []))]
  if (wanted.length === 0) return { closed: undefined, isShared: false }
  const { supplierIds, shared } = await ask(Supplier.queries.selling, { supplierIds: wanted })
  const closed = lines.find(({ supplierId }) => supplierId !== null && !supplierIds.includes(supplierId))
  return { closed, isShared: shared.length > 0 }
}

/** What the shopper asked for as an order would hold it, or why not. */
const drawUp = async (
  { lines: wanted, addressId, slotId }: Input,
  orderId: string,
  { actor, ask, refuse }: Context,
) => {
  const skuIds = wanted.map((line) => line.skuId)
  const address = await ask(User.queries.addressOf, { userId: actor.id, addressId })
  if (address === null) return refuse('no_such_address')
  const asked = wanted.map(({ skuId, quantity }) => ({ skuId, quantity }))
  const { lines, unknown } = await ask(Products.queries.priced, { lines: asked })
  if (unknown[0] !== undefined) return refuse('sku_off_sale', { skuId: unknown[0] })
  const unfit = lines.find((line) => line.problem !== null)
  if (unfit !== undefined) return refuseLine(unfit, refuse)
  const { closed, isShared } = await sellersOf(lines, ask)
  if (closed !== undefined) return refuse('sku_off_sale', { skuId: closed.skuId })
  const { name, phone, regionCode, province, city, county, detail } = address
  const agreed = lines.map((line, at) => lineFrom(line, wanted[at]?.ifShort))
  const road = await ask(Logistics.queries.quote, { regionCode, items: freightItems(agreed) })
  if (road.noDelivery.length > 0) return refuse('no_delivery', { storageClasses: road.noDelivery })
  if (road.alone.length > 0) return refuse('travels_alone', { storageClasses: road.alone })
  const storageClasses = road.parcels.map((parcel) => parcel.storageClass)
  const promised = { orderId, slotId: slotId ?? null, address: addressOnMap(address), storageClasses }
  const { arrival, feeFen, pointCode } = await ask(Logistics.queries.chosen, promised)
  const freightFen = road.freightFen + feeFen
  const { toFreeFreightFen } = road
  const quote = await ask(Order.queries.quote, { lines: agreed, freightFen, toFreeFreightFen })
  const receiver = { name, phone, province, city, county, detail }
  return {
    skuIds,
    receiver,
    quote,
    isShared,
    arrival,
    road: { regionCode, parcels: road.parcels },
    pointCode,
  }
}

/** Takes the order's place in its slot, and at a pick-up point the code. */
const takeSlot = (
  orderId: string,
  { slotId, pickup }: OutputOf<typeof Logistics.queries.chosen>['arrival'],
  pointCode: string | null,
  step: Context['step'],
) =>
  step(
    'take-slot',
    Logistics.commands.bookSlot,
    {
      orderId,
      slotId: slotId ?? '',
      pickup: pickup === null || pointCode === null ? null : { pointCode, code: pickup.code },
    },
    undo(Logistics.commands.freeSlot, { orderId }),
  )

/** Writes the order with all that belongs to it. */
const placeOrder = async (input: Input, context: Context, payer: { readonly openId?: string }) => {
  const { actor, clientIp, step, id } = context
  const orderId = id('ord')
  const drawn = await drawUp(input, orderId, context)
  if ('code' in drawn) return drawn
  const { skuIds, receiver, quote, isShared, arrival, road, pointCode } = drawn
  const paymentId = id('pay')
  const placed = await step(
    'place',
    Order.commands.place,
    {
      orderId,
      userId: actor.id,
      receiver,
      note: input.note,
      quote,
      expectedTotalFen: input.expectedTotalFen,
      arrival,
      road,
    },
    undo(Order.commands.withdraw, { orderId }),
  )
  const { orderNo, payBy, totalFen } = placed
  if (arrival.slotId !== null) await takeSlot(orderId, arrival, pointCode, step)
  const { attemptId } = await step(
    'open-payment',
    Payment.commands.open,
    {
      paymentId,
      orderId,
      userId: actor.id,
      amountFen: totalFen,
      description: `田头订单 ${orderNo}`,
      expiresAt: payBy,
      ...(isShared ? { isShared } : {}),
      ...(input.pay === undefined ? {} : { attempt: { ...input.pay, ...payer, clientIp } }),
    },
    undo(Payment.commands.close, { orderId }),
  )
  await step('take-from-cart', Cart.commands.take, { userId: actor.id, skuIds })
  await step(
    'hold-stock',
    Inventory.commands.reserve,
    {
      orderId,
      expiresAt: payBy,
      lines: input.lines.map(({ skuId, quantity }) => ({ skuId, pieces: quantity })),
    },
    undo(Inventory.commands.release, { orderId }),
  )
  return { order: { orderId, orderNo, paymentId, totalFen, payBy }, attemptId }
}

export const checkout = flow(Checkout, async (input, context) => {
  const doubled = doubledSku(input.lines)
  if (doubled !== undefined) return context.refuse('duplicate_line', { skuId: doubled })
  const payer = input.pay === undefined ? {} : await payerOf(context, input.pay)
  if (payer === null) return context.refuse('wechat_needed')
  const { order, attemptId } = await context.part('order', () => placeOrder(input, context, payer))
  const pay = attemptId === null ? null : await startAttempt(context, attemptId)
  return { ...order, pay }
})
