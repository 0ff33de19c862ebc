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
