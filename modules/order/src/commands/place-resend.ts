/**
 * Goods are sent again for no money: an order of its own, so that it is packed, sent and received as any
 * other, to where the first one went.
 */
import { humanNo } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { orderFulfilment, orderState } from '../states.ts'
import { findOrder, insertLines, insertOrder, lineOf, lineRow, linesOf } from '../store.ts'
import type { OrderRow, OrderTables } from '../tables.ts'
import { receiverPlace } from './place.ts'

/** Its region stays known; freight was reckoned by nothing. */
const roadAgain = ({ road }: OrderRow): string | null =>
  road === null || road === undefined ? null : JSON.stringify({ ...JSON.parse(road), parcels: [] })

/**
 * Refuses no_such_order, also where nobody knows any more whom it went to, and no_such_line for a SKU that
 * the order does not hold.
 */
export const placeResend: CommandHandler<typeof Order.commands.placeResend, OrderTables> = async (
  { orderId, ofOrderId, skuId, pieces },
  { tx, now, secrets, refuse, emit, random },
) => {
  const first = await findOrder(tx, ofOrderId)
  if (first === undefined || (first.forget_at ?? null) !== null) return refuse('no_such_order')
  const row = (await linesOf(tx, [ofOrderId])).find((line) => line.sku_id === skuId)
  if (row === undefined) return refuse('no_such_line')
  const receiver = secrets.open(first.receiver_sealed, receiverPlace(ofOrderId))
  const orderNo = humanNo(now, random(10))
  await insertOrder(tx, [
    {
      id: orderId,
      order_no: orderNo,
      user_id: first.user_id,
      state: orderState.initial,
      payment: 'paid',
      fulfilment: orderFulfilment.initial,
      items_fen: 0,
      freight_fen: 0,
      total_fen: 0,
      receiver_sealed: secrets.seal(receiver, receiverPlace(orderId)),
      note: '',
      placed_at: now,
      pay_by: now,
      paid_at: now,
      shipped_at: null,
      delivered_at: null,
      closed_at: null,
      cancel_reason: null,
      carrier: null,
      tracking_no: null,
      version: 1,
      arrival: null,
      road: roadAgain(first),
      resends: ofOrderId,
    },
  ])
  // What is not to be had is settled by whoever wanted it sent again.
  const line = { ...lineOf(row), quantity: pieces, amountFen: 0, ifShort: 'refund' as const }
  await insertLines(tx, [lineRow(orderId, 1, line)])
  emit(Order.events.resend_placed, { orderId, userId: first.user_id, ofOrderId })
  return { orderNo }
}
