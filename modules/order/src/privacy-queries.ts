/** Reads of module order for copies and the end of a shopper's data. */
import type { QueryHandler } from '@tiantou/platform'
import { receiverPlace } from './commands/place.ts'
import type { Order } from './contract.ts'
import { isUnderWay } from './rules.ts'
import { linesOf } from './store.ts'
import { allOrdersOf } from './store-privacy.ts'
import type { OrderTables, ReceiverFields } from './tables.ts'

type Queries = typeof Order.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], OrderTables>

/** Orders that goods or money are still to come of. */
export const underWay: Handler<'underWay'> = async ({ userId }, { db }) => {
  const orders = (await allOrdersOf(db, userId)).filter(isUnderWay)
  return { orders: orders.map((order) => ({ orderId: order.id, orderNo: order.order_no })) }
}

/** All orders of one shopper, whole. */
export const ofUser: Handler<'ofUser'> = async ({ userId }, { db, secrets }) => {
  const orders = await allOrdersOf(db, userId)
  const lines = await linesOf(
    db,
    orders.map((order) => order.id),
  )
  const linesBy = Map.groupBy(lines, (line) => line.order_id)
  return {
    orders: orders.map((order) => ({
      orderId: order.id,
      orderNo: order.order_no,
      state: order.state,
      payment: order.payment,
      fulfilment: order.fulfilment,
      itemsFen: order.items_fen,
      freightFen: order.freight_fen,
      totalFen: order.total_fen,
      receiver: JSON.parse(secrets.open(order.receiver_sealed, receiverPlace(order.id))) as ReceiverFields,
      note: order.note,
      placedAt: order.placed_at,
      paidAt: order.paid_at,
      shippedAt: order.shipped_at,
      deliveredAt: order.delivered_at,
      closedAt: order.closed_at,
      cancelReason: order.cancel_reason,
      carrier: order.carrier,
      trackingNo: order.tracking_no,
      lines: (linesBy.get(order.id) ?? []).map(({ title, spec, quantity, amount_fen: amountFen }) => ({
        title,
        spec,
        quantity,
        amountFen,
      })),
    })),
  }
}
