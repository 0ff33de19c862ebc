/**
 * Checkout: lines, address and an expected total become one order — order written, payment opened, cart
 * emptied, stock held — in one commit or not at all. Stock comes last: its rows are the hot ones and stay
 * locked for the shortest time.
 */
import { Cart } from '@tiantou/cart/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { flow, undo } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { User } from '@tiantou/user/contract'
import { Checkout } from './checkout.contract.ts'
import { doubledSku, priceLines } from './price-lines.ts'
import { startAttempt } from './start-attempt.ts'

export const checkout = flow(Checkout, async (input, context) => {
  const { actor, ask, step, refuse, id } = context
  const doubled = doubledSku(input.lines)
  if (doubled !== undefined) return refuse('duplicate_line', { skuId: doubled })
  const skuIds = input.lines.map((line) => line.skuId)
  const address = await ask(User.queries.addressOf, { userId: actor.id, addressId: input.addressId })
  if (address === null) return refuse('no_such_address')
  const { items } = await ask(Products.queries.skus, { skuIds })
  const { lines, offSale, overLimit } = priceLines(input.lines, items)
  if (offSale[0] !== undefined) return refuse('sku_off_sale', { skuId: offSale[0] })
  if (overLimit[0] !== undefined) return refuse('over_limit', overLimit[0])
  const quote = await ask(Order.queries.quote, { lines: [...lines] })

  const orderId = id('ord')
  const paymentId = id('pay')
  const { name, phone, province, city, county, detail } = address
  const placed = await step(
    'place',
    Order.commands.place,
    {
      orderId,
      userId: actor.id,
      receiver: { name, phone, province, city, county, detail },
      note: input.note,
      quote,
      expectedTotalFen: input.expectedTotalFen,
    },
    undo(Order.commands.withdraw, { orderId }),
  )
  await step(
    'open-payment',
    Payment.commands.open,
    {
      paymentId,
      orderId,
      userId: actor.id,
      amountFen: placed.totalFen,
      description: `田头订单 ${placed.orderNo}`,
      expiresAt: placed.payBy,
    },
    undo(Payment.commands.close, { orderId }),
  )
  await step('take-from-cart', Cart.commands.take, { userId: actor.id, skuIds })
  await step(
    'hold-stock',
    Inventory.commands.reserve,
    {
      orderId,
      expiresAt: placed.payBy,
      lines: input.lines.map(({ skuId, quantity }) => ({ skuId, pieces: quantity })),
    },
    undo(Inventory.commands.release, { orderId }),
  )
  const { orderNo, payBy, totalFen } = placed
  const answer = { orderId, orderNo, paymentId, totalFen, payBy }
  if (input.pay === undefined) return { ...answer, pay: null }
  const pay = await startAttempt(context, { ...input.pay, paymentId, userId: actor.id })
  return { ...answer, pay }
})
