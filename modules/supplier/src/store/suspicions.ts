/** SQL about words of channels that cannot be right. */
import type { SuspicionRow } from '../tables.ts'
import type { SupplierDb, SupplierTx } from './suppliers.ts'

/** Keeps a suspicion once, and counts how often it came; true where it is new. */
export const keepSuspicion = async (tx: SupplierTx, row: SuspicionRow): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_suspicion')
    .set(({ eb }) => ({ times: eb('times', '+', 1), last_at: row.last_at }))
    .where('id', '=', row.id)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return false
  await tx.insertInto('supplier_suspicion').values(row).execute()
  return true
}

/** Heard of last come first. */
export const latestSuspicions = (db: SupplierDb, limit: number): Promise<SuspicionRow[]> =>
  db
    .selectFrom('supplier_suspicion')
    .selectAll()
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
