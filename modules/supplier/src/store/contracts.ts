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

/** One version of a supplier's contract. */
export const contractOf = (
  db: SupplierDb,
  supplierId: string,
  contractId: string,
): Promise<ContractRow | undefined> =>
  db
    .selectFrom('supplier_contract')
    .selectAll()
    .where('id', '=', contractId)
    .where('supplier_id', '=', supplierId)
    .executeTakeFirst()

/** What was agreed by then: the last version signed, be it over since. */
export const contractAt = (
  db: SupplierDb,
  supplierId: string,
  at: number,
): Promise<ContractRow | undefined> =>
  db
    .selectFrom('supplier_contract')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .where('signed_at', '<=', at)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The version that holds: at most one. */
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

/** Which of these are active, with a contract that holds. */
export const sellingNow = (db: SupplierDb, ids: readonly string[], now: number) =>
  db
    .selectFrom('supplier_contract as contract')
    .innerJoin('supplier_supplier as supplier', 'supplier.id', 'contract.slot')
    .select(['supplier.id', 'contract.pay_by'])
    .where('contract.slot', 'in', [...ids])
    .where('supplier.state', '=', 'active')
    .where('contract.valid_from', '<=', now)
    .where('contract.valid_to', '>', now)
    .execute()

/** Counts the supplier's version up: who changes its contracts does this first, one after another. */
export const lockSupplier = async (tx: SupplierTx, supplierId: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_supplier')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', supplierId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
