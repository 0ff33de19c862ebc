/**
 * What those ask who pack, send, book and settle: what was agreed, whom it goes to, which money is left of
 * what.
 */
import type { Static } from '@tiantou/kernel'
import type { QueryHandler } from '@tiantou/platform'
import type { Order } from './contract.ts'
import { arrivalOf, receiverOf, toSold } from './queries.ts'
import { leftOf, namedReturns, partsOfRefund } from './returns.ts'
import { mayCancel } from './rules.ts'
import type { orderSettings } from './settings.ts'
import type { Road } from './shapes.ts'
import { findOrder, lineOf, linesOf, returnsOf } from './store.ts'
import type { LineRow, OrderRow, OrderTables } from './tables.ts'

type Queries = typeof Order.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], OrderTables, typeof orderSettings>

const roadOf = ({ road }: OrderRow): Static<typeof Road> | null =>
  road === null || road === undefined ? null : (JSON.parse(road) as Static<typeof Road>)

/** What the money of an order is made of: its lines, and last the freight. */
const wholeOf = (order: OrderRow, lines: readonly LineRow[]): number[] => [
  ...lines.map((row) => row.amount_fen),
  order.freight_fen,
]

export const returned: Handler<'returned'> = async ({ orderId, beforeFen, refundFen }, { db, refuse }) => {
  const order = await findOrder(db, orderId)
  if (order === undefined) return refuse('no_such_order')
  const lines = await linesOf(db, [orderId])
  const rows = await returnsOf(db, orderId)
  const back = partsOfRefund(wholeOf(order, lines), namedReturns(rows, lines.length), beforeFen, refundFen)
  const borne = (no: number) =>
    rows.find((row) => row.line_no === no && row.before_fen === beforeFen)?.house_fen ?? 0
  return {
    placedAt: order.placed_at,
    goods: lines.map((row, at) => {
      const fen = back[at] ?? 0
      return { ...toSold(row, fen), sellerFen: Math.max(0, fen - borne(row.no)) }
    }),
    freightFen: back.at(-1) ?? 0,
  }
}

export const claimable: Handler<'claimable'> = async ({ orderId, userId, beforeFen }, { db, refuse }) => {
  const order = await findOrder(db, orderId, userId)
  if (order === undefined) return refuse('no_such_order')
  const rows = await linesOf(db, [orderId])
  const returns = (await returnsOf(db, orderId)).filter((row) => row.before_fen < beforeFen)
  const left = leftOf(wholeOf(order, rows), namedReturns(returns, rows.length), beforeFen)
  return {
    orderNo: order.order_no,
    userId: order.user_id,
    fulfilment: order.fulfilment,
    shippedAt: order.shipped_at,
    deliveredAt: order.delivered_at,
    lines: rows.map((row, at) => {
      const { skuId, supplierId, title, spec, image, nominalG, claimWindowHours } = lineOf(row)
      const pieces = row.got_pieces ?? row.quantity
      return {
        skuId,
        supplierId,
        title,
        spec,
        image,
        pieces,
        grams: row.weighed_g ?? pieces * nominalG,
        leftFen: left[at] ?? 0,
        backs: returns
          .filter((back) => back.line_no === row.no)
          .map(({ biz_key: bizKey, fen }) => ({ bizKey, fen })),
        claimWindowHours,
      }
    }),
  }
}

export const kept: Handler<'kept'> = async ({ orderId, goneFen }, { db, refuse }) => {
  const order = await findOrder(db, orderId)
  if (order === undefined) return refuse('no_such_order')
  const lines = await linesOf(db, [orderId])
  const left = leftOf(
    wholeOf(order, lines),
    namedReturns(await returnsOf(db, orderId), lines.length),
    goneFen,
  )
  const goods = lines.map(lineOf).map(({ skuId, title, spec, storageClass, quantity }, at) => ({
    skuId,
    title,
    spec,
    storageClass,
    quantity,
    fen: left[at] ?? 0,
  }))
  const { user_id: userId, order_no: orderNo, state } = order
  return { userId, orderNo, isCompleted: state === 'completed', goods, freightFen: left.at(-1) ?? 0 }
}

export const toPack: Handler<'toPack'> = async ({ orderId }, { db, refuse }) => {
  const order = await findOrder(db, orderId)
  if (order === undefined) return refuse('no_such_order')
  return {
    orderNo: order.order_no,
    userId: order.user_id,
    paidAt: order.paid_at ?? order.placed_at,
    mayPack: order.payment === 'paid' && mayCancel(order),
    isOff: order.state === 'cancelled',
    arrival: arrivalOf(order),
    road: roadOf(order),
    resends: order.resends ?? null,
    lines: (await linesOf(db, [orderId])).map(lineOf),
  }
}

export const receiver: Handler<'receiver'> = async ({ orderId }, { db, secrets, refuse }) => {
  const order = await findOrder(db, orderId)
  return order === undefined ? refuse('no_such_order') : receiverOf(order, secrets)
}
