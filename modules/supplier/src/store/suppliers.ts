/** SQL about suppliers, their members, requirements and verifications. */
import { type ReadDb, type Tx, UniqueConflict } from '@tiantou/platform'
import type { MemberRow, RequirementRow, SupplierRow, SupplierTables, VerificationRow } from '../tables.ts'

export type SupplierTx = Tx<SupplierTables>
export type SupplierDb = ReadDb<SupplierTables> | SupplierTx

/** Writes a row whose unique columns may be taken; whether they were not. */
const unlessTaken = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write
    return true
  } catch (error) {
    if (error instanceof UniqueConflict) return false
    throw error
  }
}

export const insertSupplier = async (tx: SupplierTx, row: SupplierRow): Promise<void> => {
  await tx.insertInto('supplier_supplier').values(row).execute()
}

/** False: the user belongs to one already. */
export const insertMember = (tx: SupplierTx, row: MemberRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('supplier_member').values(row).execute())

export const deleteClerk = async (tx: SupplierTx, supplierId: string, userId: string): Promise<void> => {
  await tx
    .deleteFrom('supplier_member')
    .where('supplier_id', '=', supplierId)
    .where('user_id', '=', userId)
    .where('role', '=', 'clerk')
    .execute()
}

/** The caller's place at a supplier; the first statement of every command of a member, and a write. */
export const actAs = async (tx: SupplierTx, userId: string, now: number): Promise<MemberRow | undefined> => {
  await tx.updateTable('supplier_member').set({ acted_at: now }).where('user_id', '=', userId).execute()
  return memberOf(tx, userId)
}

export const memberOf = (db: SupplierDb, userId: string): Promise<MemberRow | undefined> =>
  db.selectFrom('supplier_member').selectAll().where('user_id', '=', userId).executeTakeFirst()

export const supplierOf = (db: SupplierDb, id: string): Promise<SupplierRow | undefined> =>
  db.selectFrom('supplier_supplier').selectAll().where('id', '=', id).executeTakeFirst()

/** Writes the facts of an application that may still be changed; `taken`: another has the credit code. */
export const fillSupplier = async (
  tx: SupplierTx,
  id: string,
  facts: Partial<SupplierRow>,
): Promise<'filled' | 'taken' | 'closed'> => {
  let changed = 0n
  const free = await unlessTaken(
    tx
      .updateTable('supplier_supplier')
      .set(facts)
      .where('id', '=', id)
      .where('application', 'in', ['draft', 'rejected'])
      .executeTakeFirst()
      .then(({ numUpdatedRows }) => (changed = numUpdatedRows)),
  )
  if (!free) return 'taken'
  return changed > 0n ? 'filled' : 'closed'
}

/** Suppliers behind a place, newest first. */
export const suppliersBefore = (
  db: SupplierDb,
  wanted: {
    readonly limit: number
    readonly before: string | undefined
    readonly application: SupplierRow['application'] | undefined
  },
): Promise<SupplierRow[]> => {
  let query = db.selectFrom('supplier_supplier').selectAll()
  if (wanted.before !== undefined) query = query.where('id', '<', wanted.before)
  if (wanted.application !== undefined) query = query.where('application', '=', wanted.application)
  return query.orderBy('id', 'desc').limit(wanted.limit).execute()
}

export const insertRequirements = async (tx: SupplierTx, rows: RequirementRow[]): Promise<void> => {
  await tx.insertInto('supplier_requirement').values(rows).execute()
}

export const requirementsOfSupplier = (db: SupplierDb, supplierId: string): Promise<RequirementRow[]> =>
  db.selectFrom('supplier_requirement').selectAll().where('supplier_id', '=', supplierId).execute()

/** Counts one more verification of that kind on that day; false when the day has had its most. */
export const countVerification = async (tx: SupplierTx, id: string, most: number): Promise<boolean> => {
  if (await unlessTaken(tx.insertInto('supplier_verification_day').values({ id, tries: 1 }).execute()))
    return true
  const { numUpdatedRows } = await tx
    .updateTable('supplier_verification_day')
    .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .where('tries', '<', most)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const insertVerification = async (tx: SupplierTx, row: VerificationRow): Promise<void> => {
  await tx.insertInto('supplier_verification').values(row).execute()
}

export const verificationsOf = (db: SupplierDb, supplierId: string): Promise<VerificationRow[]> =>
  db
    .selectFrom('supplier_verification')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()

/** Writes the register's word once; false when there is no such verification. */
export const answerVerification = async (
  tx: SupplierTx,
  id: string,
  word: Pick<VerificationRow, 'answer' | 'code' | 'answered_at'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_verification')
    .set(word)
    .where('id', '=', id)
    .where('answer', '=', 'asked')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return true
  const row = await tx
    .selectFrom('supplier_verification')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}
