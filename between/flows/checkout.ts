/**
 * Checkout: lines, address and an expected total become one order — order written, payment opened, cart
 * emptied, stock held — in one commit or not at all. Stock comes last: its rows are the hot ones and stay
 * locked for the shortest time.
 */
import { Cart } from '@tiantou/cart/contract'
import { Inventory } from '@tiantou/inventory/contract'
import type { InputOf } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { flow, type FlowContext, undo } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'
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

/** A line of a supplier that may not sell now. */
const notSelling = async (lines: readonly Priced[], ask: Context['ask']): Promise<Priced | undefined> => {
  const wanted = [...new Set(lines.flatMap(({ supplierId }) => supplierId ?? []))]
  if (wanted.length === 0) return undefined
  const { supplierIds } = await ask(Supplier.queries.selling, { supplierIds: wanted })
  return lines.find(({ supplierId }) => supplierId !== null && !supplierIds.includes(supplierId))
}

/** What the shopper asked for as an order would hold it, or why not. */
const drawUp = async ({ lines: wanted, addressId }: Input, { actor, ask, refuse }: Context) => {
  const skuIds = wanted.map((line) => line.skuId)
  const address = await ask(User.queries.addressOf, { userId: actor.id, addressId })
  if (address === null) return refuse('no_such_address')
  const { lines, unknown } = await ask(Products.queries.priced, { lines: wanted })
  if (unknown[0] !== undefined) return refuse('sku_off_sale', { skuId: unknown[0] })
  const unfit = lines.find((line) => line.problem !== null)
  if (unfit !== undefined) return refuseLine(unfit, refuse)
  const closed = await notSelling(lines, ask)
  if (closed !== undefined) return refuse('sku_off_sale', { skuId: closed.skuId })
  const { name, phone, regionCode, province, city, county, detail } = address
  const agreed = lines.map(lineFrom)
  const road = await ask(Logistics.queries.quote, { regionCode, items: freightItems(agreed) })
  if (road.noDelivery.length > 0) return refuse('no_delivery', { storageClasses: road.noDelivery })
  if (road.alone.length > 0) return refuse('travels_alone', { storageClasses: road.alone })
  const { freightFen, toFreeFreightFen } = road
  const quote = await ask(Order.queries.quote, { lines: agreed, freightFen, toFreeFreightFen })
  return { skuIds, receiver: { name, phone, province, city, county, detail }, quote }
}

/** Writes the order with all that belongs to it. */
const placeOrder = async (input: Input, context: Context, payer: { readonly openId?: string }) => {
  const { actor, clientIp, step, id } = context
  const drawn = await drawUp(input, context)
  if ('code' in drawn) return drawn
  const { skuIds, receiver, quote } = drawn
  const orderId = id('ord')
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
    },
    undo(Order.commands.withdraw, { orderId }),
  )
  const { orderNo, payBy, totalFen } = placed
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
