/**
 * Writes an order exactly as it was quoted. Part of the hottest path of the shop: two inserts, nothing
 * read.
 */
import { humanNo } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { orderFulfilment, orderPayment, orderState } from '../states.ts'
import { insertLines, insertOrder, lineRow } from '../store.ts'
import type { orderSettings } from '../settings.ts'
import type { OrderTables } from '../tables.ts'

const MINUTE_MS = 60_000

export const place: CommandHandler<typeof Order.commands.place, OrderTables, typeof orderSettings> = async (
  { orderId, userId, receiver, note, quote, expectedTotalFen, arrival, road },
  { tx, now, settings, secrets, refuse, emit, random },
) => {
  if (quote.totalFen !== expectedTotalFen) return refuse('quote_changed', { quote })
  const orderNo = humanNo(now, random(10))
  const payBy = now + settings.payWithinMinutes * MINUTE_MS
  await insertOrder(tx, [
    {
      id: orderId,
      order_no: orderNo,
      user_id: userId,
      state: orderState.initial,
      payment: orderPayment.initial,
      fulfilment: orderFulfilment.initial,
      items_fen: quote.itemsFen,
      freight_fen: quote.freightFen,
      total_fen: quote.totalFen,
      receiver_sealed: secrets.seal(JSON.stringify(receiver), receiverPlace(orderId)),
      note,
      placed_at: now,
      pay_by: payBy,
      paid_at: null,
      shipped_at: null,
      delivered_at: null,
      closed_at: null,
      cancel_reason: null,
      carrier: null,
      tracking_no: null,
      version: 1,
      arrival: arrival === undefined ? null : JSON.stringify(arrival),
      road: road === undefined ? null : JSON.stringify(road),
      resends: null,
    },
  ])
  await insertLines(
    tx,
    quote.lines.map((line, index) => lineRow(orderId, index + 1, line)),
  )
  emit(Order.events.placed, {
    orderId,
    userId,
    totalFen: quote.totalFen,
    skuIds: quote.lines.map((line) => line.skuId),
  })
  return { orderNo, payBy, totalFen: quote.totalFen }
}

/** Where a sealed receiver belongs: it opens nowhere else. */
export const receiverPlace = (orderId: string): string => `order_order|receiver_sealed|${orderId}`
