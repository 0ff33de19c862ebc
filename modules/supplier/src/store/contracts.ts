/** SQL about contracts. */
import type { ContractRow } from '../tables.ts'
import type { SupplierDb, SupplierTx } from './suppliers.ts'

export const insertContract = async (tx: SupplierTx, row: ContractRow): Promise<void> => {
  await tx.insertInto('supplier_contract').values(row).execute()
}

export const contractsOf = (db: SupplierDb, supplierId: string): Promise<ContractRow[]> =>
  db
    .selectFrom('supplier_contract')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .orderBy('no', 'desc')
    .execute()

/** The version that holds, in the order asked for nothing else: at most one row. */
export const activeContract = (db: SupplierDb, supplierId: string): Promise<ContractRow | undefined> =>
  db.selectFrom('supplier_contract').selectAll().where('slot', '=', supplierId).executeTakeFirst()

export const lastNo = async (db: SupplierDb, supplierId: string): Promise<number> => {
  const row = await db
    .selectFrom('supplier_contract')
    .select(({ fn }) => fn.max('no').as('no'))
    .where('supplier_id', '=', supplierId)
    .executeTakeFirst()
  return row?.no ?? 0
}

/** Counts the supplier's version up: who changes its contracts does this first, one after another. */
export const lockSupplier = async (tx: SupplierTx, supplierId: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_supplier')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', supplierId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
