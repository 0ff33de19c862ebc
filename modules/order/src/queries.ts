/** Reads of module order: the shopper's own orders, the warehouse's list, quotes. */
import type { OutputOf, Static } from '@tiantou/kernel'
import { type FieldSecrets, pageOf, type QueryHandler } from '@tiantou/platform'
import type { Order } from './contract.ts'
import { receiverPlace } from './commands/place.ts'
import { actionsOf, maskName, maskPhone, quoteOf } from './rules.ts'
import type { orderSettings } from './settings.ts'
import {
  findOrder,
  historyOf,
  lineOf,
  linesOf,
  ordersForWork,
  ordersOf,
  overdueIds,
  returnsOf,
  unconfirmedIds,
} from './store.ts'
import type { Arrival } from './shapes.ts'
import type { LineRow, OrderRow, OrderTables, ReceiverFields, ReturnRow } from './tables.ts'

type Queries = typeof Order.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], OrderTables, typeof orderSettings>

const DEFAULT_LIMIT = 20

const headOf = (order: OrderRow, lines: readonly LineRow[]) => ({
  orderId: order.id,
  orderNo: order.order_no,
  state: order.state,
  payment: order.payment,
  fulfilment: order.fulfilment,
  totalFen: order.total_fen,
  placedAt: order.placed_at,
  payBy: order.pay_by,
  resends: order.resends ?? null,
  lines: lines.filter((line) => line.order_id === order.id).map(lineOf),
})

export const receiverOf = (order: OrderRow, secrets: FieldSecrets): ReceiverFields =>
  JSON.parse(secrets.open(order.receiver_sealed, receiverPlace(order.id))) as ReceiverFields

const idOf = ({ id }: OrderRow) => id

/** Placing needs no row of its own: the order says when, and it was the shopper. */
const born = ({ placed_at: at, user_id: who }: OrderRow) => ({
  at,
  axis: 'state' as const,
  to: 'open',
  by: 'user' as const,
  who,
  note: '',
})

export const arrivalOf = ({ arrival }: OrderRow): Static<typeof Arrival> | null =>
  arrival === null || arrival === undefined ? null : (JSON.parse(arrival) as Static<typeof Arrival>)

/** As staff sees it: who fetches goods shows the code, and nobody reads it to him. */
const withoutCode = (arrival: Static<typeof Arrival> | null): Static<typeof Arrival> | null =>
  arrival === null || arrival.pickup === null
    ? arrival
    : { ...arrival, pickup: { ...arrival.pickup, code: '••••••' } }

const outcomeOf = (lines: readonly LineRow[], returns: readonly ReturnRow[]) =>
  lines.map(({ no, sku_id: skuId, got_pieces = null, weighed_g = null }) => ({
    skuId,
    pieces: got_pieces,
    weighedG: weighed_g,
    backFen: returns.filter((row) => row.line_no === no).reduce((sum, row) => sum + row.fen, 0),
  }))

/** Line 0 is the freight. */
const freightBackOf = (returns: readonly ReturnRow[]): number =>
  returns.filter((row) => row.line_no === 0).reduce((sum, row) => sum + row.fen, 0)

const detailOf = (order: OrderRow, lines: readonly LineRow[], returns: readonly ReturnRow[]) => ({
  ...headOf(order, lines),
  arrival: arrivalOf(order),
  outcome: outcomeOf(lines, returns),
  itemsFen: order.items_fen,
  freightFen: order.freight_fen,
  note: order.note,
  paidAt: order.paid_at,
  shippedAt: order.shipped_at,
  deliveredAt: order.delivered_at,
  closedAt: order.closed_at,
  cancelReason: order.cancel_reason,
  carrier: order.carrier,
  trackingNo: order.tracking_no,
  freightBackFen: freightBackOf(returns),
  confirmBy: order.state === 'open' ? order.confirm_by : null,
  remindedAt: order.reminded_at,
})

const masked = (receiver: ReceiverFields): ReceiverFields => ({
  ...receiver,
  name: maskName(receiver.name),
  phone: maskPhone(receiver.phone),
})

export const get: Handler<'get'> = async ({ orderId }, { db, actor, now, secrets, settings, refuse }) => {
  const order = await findOrder(db, orderId, actor.id)
  if (order === undefined) return refuse('no_such_order')
  const history = [born(order), ...(await historyOf(db, orderId))]
  return {
    ...detailOf(order, await linesOf(db, [orderId]), await returnsOf(db, orderId)),
    receiver: receiverOf(order, secrets),
    actions: actionsOf(order, now, settings),
    history: history.map(({ at, axis, to, by }) => ({ at, axis, to, by })),
  } satisfies OutputOf<Queries['get']>
}

export const staffGet: Handler<'staffGet'> = async ({ orderId }, { db, secrets, refuse }) => {
  const order = await findOrder(db, orderId)
  if (order === undefined) return refuse('no_such_order')
  return {
    ...detailOf(order, await linesOf(db, [orderId]), await returnsOf(db, orderId)),
    userId: order.user_id,
    arrival: withoutCode(arrivalOf(order)),
    receiver: masked(receiverOf(order, secrets)),
    history: [born(order), ...(await historyOf(db, orderId))],
  } satisfies OutputOf<Queries['staffGet']>
}

export const list: Handler<'list'> = async (
  { limit = DEFAULT_LIMIT, cursor, filter = 'all' },
  { db, actor },
) => {
  const { shown, next } = pageOf(await ordersOf(db, actor.id, filter, limit + 1, cursor), limit, idOf)
  const lines = await linesOf(
    db,
    shown.map((order) => order.id),
  )
  return { items: shown.map((order) => headOf(order, lines)), next }
}

const FULFILMENT_OF = { paid: 'waiting', shipped: 'shipped', delivered: 'delivered' } as const

export const staffList: Handler<'staffList'> = async (
  { limit = DEFAULT_LIMIT, cursor, state },
  { db, secrets },
) => {
  const { shown, next } = pageOf(
    await ordersForWork(db, FULFILMENT_OF[state], limit + 1, cursor),
    limit,
    idOf,
  )
  const lines = await linesOf(
    db,
    shown.map((order) => order.id),
  )
  const items = shown.map((order) => ({
    ...headOf(order, lines),
    receiver: masked(receiverOf(order, secrets)),
    carrier: order.carrier,
    trackingNo: order.tracking_no,
    remindedAt: order.reminded_at,
  }))
  return { items, next }
}

export const quote: Handler<'quote'> = async ({ lines, ...freight }) => quoteOf(lines, freight)

export const goods: Handler<'goods'> = async ({ orderId }, { db }) => {
  const rows = await linesOf(db, [orderId])
  return {
    items: rows.map((row) => ({ skuId: row.sku_id, productId: row.product_id, quantity: row.quantity })),
  }
}

export const toSold = (row: LineRow, fen = row.amount_fen) => ({
  skuId: row.sku_id,
  supplierId: row.supplier_id,
  fen,
})

export const parts: Handler<'parts'> = async ({ orderId }, { db, refuse }) => {
  const order = await findOrder(db, orderId)
  if (order === undefined) return refuse('no_such_order')
  return {
    placedAt: order.placed_at,
    goods: (await linesOf(db, [orderId])).map((row) => toSold(row)),
    freightFen: order.freight_fen,
    totalFen: order.total_fen,
  }
}

export const overdue: Handler<'overdue'> = async ({ limit }, { db, now }) => ({
  orderIds: await overdueIds(db, now, limit),
})

export const unconfirmed: Handler<'unconfirmed'> = async ({ limit }, { db, now }) => ({
  orderIds: await unconfirmedIds(db, now, limit),
})
