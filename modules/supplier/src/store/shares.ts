/** SQL about receivers of shares, and shares with their returns. */
import { unlessTaken } from '@tiantou/platform'
import type { ReceiverRow, ShareRow } from '../tables.ts'
import type { SupplierDb, SupplierTx } from './suppliers.ts'

export const insertReceiver = async (tx: SupplierTx, row: ReceiverRow): Promise<void> => {
  await tx.insertInto('supplier_receiver').values(row).execute()
}

export const receiverById = (db: SupplierDb, id: string): Promise<ReceiverRow | undefined> =>
  db.selectFrom('supplier_receiver').selectAll().where('id', '=', id).executeTakeFirst()

/** The receiver that a supplier has now. */
export const receiverOf = (db: SupplierDb, supplierId: string): Promise<ReceiverRow | undefined> =>
  db.selectFrom('supplier_receiver').selectAll().where('slot', '=', supplierId).executeTakeFirst()

/** Writes a share, a return or a setting free; false: the order has that one. */
export const insertShare = (tx: SupplierTx, row: ShareRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('supplier_share').values(row).execute())

export const shareById = (db: SupplierDb, id: string): Promise<ShareRow | undefined> =>
  db.selectFrom('supplier_share').selectAll().where('id', '=', id).executeTakeFirst()

export const sharesOfOrder = (db: SupplierDb, orderId: string): Promise<ShareRow[]> =>
  db.selectFrom('supplier_share').selectAll().where('order_id', '=', orderId).execute()

/** Counts one more asking of the channel; the row after it. */
export const countShareAsk = async (tx: SupplierTx, id: string): Promise<ShareRow | undefined> => {
  await tx
    .updateTable('supplier_share')
    .set(({ eb }) => ({ asks: eb('asks', '+', 1) }))
    .where('id', '=', id)
    .execute()
  return shareById(tx, id)
}

/** When the channel is asked again. */
export const setNextShareAsk = async (tx: SupplierTx, id: string, at: number): Promise<void> => {
  await tx.updateTable('supplier_share').set({ next_ask_at: at }).where('id', '=', id).execute()
}

export const sharesDueAt = (db: SupplierDb, now: number, limit: number) =>
  db
    .selectFrom('supplier_share')
    .select(['id', 'order_id', 'asks'])
    .where('next_ask_at', '<=', now)
    .orderBy('next_ask_at')
    .limit(limit)
    .execute()

export const sharesBefore = (
  db: SupplierDb,
  wanted: {
    readonly limit: number
    readonly before: string | undefined
    readonly supplierId?: string
    readonly state?: ShareRow['state'] | undefined
  },
): Promise<ShareRow[]> => {
  let query = db.selectFrom('supplier_share').selectAll()
  if (wanted.before !== undefined) query = query.where('id', '<', wanted.before)
  if (wanted.supplierId !== undefined) query = query.where('supplier_id', '=', wanted.supplierId)
  if (wanted.state !== undefined) query = query.where('state', '=', wanted.state)
  return query.orderBy('id', 'desc').limit(wanted.limit).execute()
}

/** What goods of an order still earn a supplier: their sales less what went back of them, in fen. */
export const earnedOf = async (db: SupplierDb, orderId: string, supplierId: string): Promise<number> => {
  const rows = await db
    .selectFrom('supplier_line')
    .select('net_fen')
    .where('order_id', '=', orderId)
    .where('supplier_id', '=', supplierId)
    .where('kind', 'in', ['sale', 'refund'])
    .execute()
  return rows.reduce((sum, row) => sum + row.net_fen, 0)
}

/** Whether a refund has its lines, or was heard before its order was completed. */
export const heardRefund = async (db: SupplierDb, orderId: string, refundId: string): Promise<boolean> => {
  const line = await db
    .selectFrom('supplier_line')
    .select('id')
    .where('order_id', '=', orderId)
    .where('kind', '=', 'refund')
    .where('reference', 'like', `${refundId}:%`)
    .limit(1)
    .executeTakeFirst()
  if (line !== undefined) return true
  const ahead = await db
    .selectFrom('supplier_refund_ahead')
    .select('id')
    .where('order_id', '=', orderId)
    .where('id', 'like', `${refundId}:%`)
    .limit(1)
    .executeTakeFirst()
  return ahead !== undefined
}

export const sharesAfter = (
  db: SupplierDb,
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ShareRow[]> =>
  db.selectFrom('supplier_share').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute()
