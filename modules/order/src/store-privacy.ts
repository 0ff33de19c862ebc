/** SQL of module order for copies and the end of a shopper's data. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { OrderRow, OrderTables } from './tables.ts'

type Db = ReadDb<OrderTables>
type OrderTx = Tx<OrderTables>

/** All orders of one shopper, newest first. */
export const allOrdersOf = (db: Db | OrderTx, userId: string): Promise<OrderRow[]> =>
  db.selectFrom('order_order').selectAll().where('user_id', '=', userId).orderBy('id', 'desc').execute()

/** Takes the person out of one finished order; what is left is forgotten at that time. */
export const maskOrder = async (
  tx: OrderTx,
  orderId: string,
  receiverSealed: string,
  forgetAt: number,
): Promise<void> => {
  await tx
    .updateTable('order_order')
    .set({ receiver_sealed: receiverSealed, note: '', forget_at: forgetAt })
    .where('id', '=', orderId)
    .where('forget_at', 'is', null)
    .execute()
}

/** Deletes orders that are to be forgotten by now, so many at most; says how many. */
export const deleteForgotten = async (tx: OrderTx, now: number, limit: number): Promise<number> => {
  const rows = await tx
    .selectFrom('order_order')
    .select('id')
    .where('forget_at', '<=', now)
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return 0
  await tx.deleteFrom('order_line').where('order_id', 'in', ids).execute()
  await tx.deleteFrom('order_return').where('order_id', 'in', ids).execute()
  await tx.deleteFrom('order_history').where('subject_id', 'in', ids).execute()
  await tx.deleteFrom('order_order').where('id', 'in', ids).execute()
  return ids.length
}
