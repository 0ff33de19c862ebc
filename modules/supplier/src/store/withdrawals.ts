/** SQL about withdrawals. */
import type { WithdrawalRow } from '../tables.ts'
import type { SupplierDb, SupplierTx } from './suppliers.ts'

export const insertWithdrawal = async (tx: SupplierTx, row: WithdrawalRow): Promise<void> => {
  await tx.insertInto('supplier_withdrawal').values(row).execute()
}

export const withdrawalOf = (db: SupplierDb, id: string): Promise<WithdrawalRow | undefined> =>
  db.selectFrom('supplier_withdrawal').selectAll().where('id', '=', id).executeTakeFirst()

export const withdrawalsBefore = (
  db: SupplierDb,
  wanted: {
    readonly limit: number
    readonly before: string | undefined
    readonly supplierId?: string
    readonly state?: WithdrawalRow['state'] | undefined
  },
): Promise<WithdrawalRow[]> => {
  let query = db.selectFrom('supplier_withdrawal').selectAll()
  if (wanted.before !== undefined) query = query.where('id', '<', wanted.before)
  if (wanted.supplierId !== undefined) query = query.where('supplier_id', '=', wanted.supplierId)
  if (wanted.state !== undefined) query = query.where('state', '=', wanted.state)
  return query.orderBy('id', 'desc').limit(wanted.limit).execute()
}

/** Counts one more asking of the channel; the row after it. */
export const countAsk = async (tx: SupplierTx, id: string): Promise<WithdrawalRow | undefined> => {
  await tx
    .updateTable('supplier_withdrawal')
    .set(({ eb }) => ({ asks: eb('asks', '+', 1) }))
    .where('id', '=', id)
    .execute()
  return withdrawalOf(tx, id)
}

/** When the channel is asked again. */
export const setNextAsk = async (tx: SupplierTx, id: string, at: number): Promise<void> => {
  await tx.updateTable('supplier_withdrawal').set({ next_ask_at: at }).where('id', '=', id).execute()
}

/** The time to confirm is over now: whoever asks the channel next calls it off. */
export const endConfirming = async (tx: SupplierTx, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_withdrawal')
    .set({ confirm_by: now, next_ask_at: now })
    .where('id', '=', id)
    .where('state', '=', 'wait_user_confirm')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Withdrawals whose channel is to be asked by now. */
export const transfersDueAt = (db: SupplierDb, now: number, limit: number) =>
  db
    .selectFrom('supplier_withdrawal')
    .select(['id', 'asks'])
    .where('next_ask_at', '<=', now)
    .orderBy('next_ask_at')
    .limit(limit)
    .execute()
