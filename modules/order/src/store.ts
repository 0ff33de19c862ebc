/**
 * Every SQL statement of module order. Placing is hot and uses compiled statements; the rest is plain
 * builder.
 */
import { hotInsert, type ReadDb, type Tx } from '@tiantou/platform'
import type { Line, LineRow, NewOrderRow, OrderRow, OrderTables, ReturnRow } from './tables.ts'

type Db = ReadDb<OrderTables>
type OrderTx = Tx<OrderTables>

export const insertOrder = hotInsert<NewOrderRow>('order_order', [
  'id',
  'order_no',
  'user_id',
  'state',
  'payment',
  'fulfilment',
  'items_fen',
  'freight_fen',
  'total_fen',
  'receiver_sealed',
  'note',
  'placed_at',
  'pay_by',
  'paid_at',
  'shipped_at',
  'delivered_at',
  'closed_at',
  'cancel_reason',
  'carrier',
  'tracking_no',
  'version',
  'arrival',
  'road',
  'resends',
])

export const insertLines = hotInsert<LineRow>('order_line', [
  'order_id',
  'no',
  'sku_id',
  'product_id',
  'product_version',
  'title',
  'spec',
  'image',
  'price_mode',
  'storage_class',
  'quantity',
  'nominal_g',
  'per_jin_fen',
  'piece_fen',
  'amount_fen',
  'supplier_id',
  'price_fen',
  'tolerance_minus_g',
  'tolerance_plus_g',
  'shelf_life_d',
  'claim_window_h',
  'if_short',
])

/** An agreed line as a row. */
export const lineRow = (orderId: string, no: number, line: Line): LineRow => ({
  order_id: orderId,
  no,
  sku_id: line.skuId,
  product_id: line.productId,
  product_version: line.productVersion,
  title: line.title,
  spec: line.spec,
  image: line.image,
  price_mode: line.priceMode,
  storage_class: line.storageClass,
  quantity: line.quantity,
  nominal_g: line.nominalG,
  per_jin_fen: line.perJinFen,
  piece_fen: line.pieceFen,
  amount_fen: line.amountFen,
  supplier_id: line.supplierId,
  price_fen: line.priceFen,
  tolerance_minus_g: line.toleranceMinusG,
  tolerance_plus_g: line.tolerancePlusG,
  shelf_life_d: line.shelfLifeDays,
  claim_window_h: line.claimWindowHours,
  if_short: line.ifShort,
})

/** What held for lines from before they said it themselves. */
const usualLife_d = 7
const usualWindow_h = 48

/** A row as an agreed line. */
export const lineOf = (row: LineRow): Line => ({
  skuId: row.sku_id,
  productId: row.product_id,
  productVersion: row.product_version,
  title: row.title,
  spec: row.spec,
  image: row.image,
  priceMode: row.price_mode,
  storageClass: row.storage_class,
  quantity: row.quantity,
  nominalG: row.nominal_g,
  perJinFen: row.per_jin_fen,
  pieceFen: row.piece_fen,
  amountFen: row.amount_fen,
  supplierId: row.supplier_id,
  priceFen: row.price_fen ?? (row.price_mode === 'weight' ? row.per_jin_fen * 2 : row.piece_fen),
  toleranceMinusG: row.tolerance_minus_g ?? 0,
  tolerancePlusG: row.tolerance_plus_g ?? 0,
  shelfLifeDays: row.shelf_life_d ?? usualLife_d,
  claimWindowHours: row.claim_window_h ?? usualWindow_h,
  ifShort: row.if_short ?? 'refund',
})

/** One order, of one user when `userId` is given: somebody else's is not there. */
export const findOrder = (
  db: Db | OrderTx,
  orderId: string,
  userId?: string,
): Promise<OrderRow | undefined> => {
  const query = db.selectFrom('order_order').selectAll().where('id', '=', orderId)
  return (userId === undefined ? query : query.where('user_id', '=', userId)).executeTakeFirst()
}

export const linesOf = (db: Db, orderIds: readonly string[]): Promise<LineRow[]> =>
  orderIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('order_line')
        .selectAll()
        .where('order_id', 'in', [...orderIds])
        .orderBy('order_id')
        .orderBy('no')
        .execute()

export type ListFilter = 'all' | 'to_pay' | 'to_ship' | 'to_receive' | 'done'

/** A shopper's orders, newest first; ids are time-ordered, so the cursor is an id. */
export const ordersOf = (
  db: Db,
  userId: string,
  filter: ListFilter,
  limit: number,
  before: string | undefined,
): Promise<OrderRow[]> => {
  let query = db.selectFrom('order_order').selectAll().where('user_id', '=', userId)
  if (before !== undefined) query = query.where('id', '<', before)
  if (filter === 'to_pay') query = query.where('state', '=', 'open').where('payment', '=', 'unpaid')
  if (filter === 'to_ship') {
    query = query
      .where('state', '=', 'open')
      .where('payment', '=', 'paid')
      .where('fulfilment', 'in', ['waiting', 'packed'])
  }
  if (filter === 'to_receive')
    query = query.where('state', '=', 'open').where('fulfilment', 'in', ['shipped', 'delivered'])
  if (filter === 'done') query = query.where('state', '!=', 'open')
  return query.orderBy('id', 'desc').limit(limit).execute()
}

/** The warehouse's list, oldest first. */
export const ordersForWork = (
  db: Db,
  fulfilment: OrderRow['fulfilment'],
  limit: number,
  after: string | undefined,
): Promise<OrderRow[]> => {
  let query = db
    .selectFrom('order_order')
    .selectAll()
    .where('payment', '=', 'paid')
    .where('state', 'in', fulfilment === 'delivered' ? ['open', 'completed'] : ['open'])
    .where('fulfilment', 'in', fulfilment === 'waiting' ? ['waiting', 'packed'] : [fulfilment])
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).execute()
}

export const overdueIds = async (db: Db, now: number, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('order_order')
    .select('id')
    .where('payment', '=', 'unpaid')
    .where('state', '=', 'open')
    .where('pay_by', '<=', now)
    .orderBy('pay_by')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Shipped orders whose time to be confirmed is over. */
export const unconfirmedIds = async (db: Db, now: number, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('order_order')
    .select('id')
    .where('state', '=', 'open')
    .where('confirm_by', '<=', now)
    .orderBy('confirm_by')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Notes a reminder of an order that waits to be shipped, unless one is younger than `before`. */
export const noteReminder = async (
  tx: OrderTx,
  { orderId, userId }: { readonly orderId: string; readonly userId: string },
  now: number,
  before: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('order_order')
    .set({ reminded_at: now })
    .where('id', '=', orderId)
    .where('user_id', '=', userId)
    .where('state', '=', 'open')
    .where('payment', '=', 'paid')
    .where('fulfilment', '=', 'waiting')
    .where((row) => row.or([row('reminded_at', 'is', null), row('reminded_at', '<=', before)]))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Refunds of an order that name their lines, line by line. */
export const returnsOf = (db: Db, orderId: string): Promise<ReturnRow[]> =>
  db
    .selectFrom('order_return')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('before_fen')
    .orderBy('line_no')
    .execute()

export const insertReturns = async (tx: OrderTx, rows: readonly ReturnRow[]): Promise<void> => {
  if (rows.length > 0)
    await tx
      .insertInto('order_return')
      .values([...rows])
      .execute()
}

/** Says what of a line was packed. */
export const setPacked = async (
  tx: OrderTx,
  orderId: string,
  { skuId, pieces, weighedG }: { skuId: string; pieces: number; weighedG: number | null },
): Promise<void> => {
  await tx
    .updateTable('order_line')
    .set({ got_pieces: pieces, weighed_g: weighedG })
    .where('order_id', '=', orderId)
    .where('sku_id', '=', skuId)
    .execute()
}

const byWhom = (kind: string): 'user' | 'staff' | 'system' =>
  kind === 'user' || kind === 'staff' ? kind : 'system'
const AXES = ['state', 'payment', 'fulfilment'] as const
const axisOf = (axis: string) => AXES.find((known) => known === axis) ?? 'state'

export const historyOf = async (db: Db, orderId: string) => {
  const rows = await db
    .selectFrom('order_history')
    .select(['at', 'axis', 'to_state', 'actor_kind', 'actor_id', 'note'])
    .where('subject_id', '=', orderId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    at: row.at,
    axis: axisOf(row.axis),
    to: row.to_state,
    by: byWhom(row.actor_kind),
    who: row.actor_id,
    note: row.note,
  }))
}
