/** SQL about what was handed in, for its end. */
import type { SupplierRow } from '../tables.ts'
import { accruing, balanceOf } from './settlement.ts'
import type { SupplierDb, SupplierTx } from './suppliers.ts'

const OPEN = ['issued', 'disputed', 'adjusted', 'confirmed', 'payable', 'paying'] as const

/** Whether a supplier still sells, or money of it is still to move, either way. */
export const isOpen = async (db: SupplierDb, row: SupplierRow): Promise<boolean> => {
  if (row.state === 'active' || row.state === 'suspended') return true
  if (row.application === 'submitted' || row.application === 'in_review') return true
  const balance = await balanceOf(db, row.id)
  if ((balance?.withdrawable_fen ?? 0) !== 0 || (balance?.held_fen ?? 0) !== 0) return true
  if ((await accruing(db, row.id)) !== 0) return true
  const share = await db
    .selectFrom('supplier_share')
    .select('id')
    .where('supplier_id', '=', row.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (share !== undefined) return true
  const statement = await db
    .selectFrom('supplier_statement')
    .select('id')
    .where('supplier_id', '=', row.id)
    .where('state', 'in', [...OPEN])
    .executeTakeFirst()
  return statement !== undefined
}

/** Takes everything personal out of an application and its documents. */
export const forget = async (tx: SupplierTx, supplierId: string): Promise<void> => {
  await tx
    .updateTable('supplier_supplier')
    .set({
      name: '',
      bank_name: '',
      legal_name_sealed: null,
      credit_code_sealed: null,
      person_name_sealed: null,
      id_number_sealed: null,
      bank_account_sealed: null,
      contact_name_sealed: null,
      phone_sealed: null,
      credit_code_blind: null,
      id_number_blind: null,
    })
    .where('id', '=', supplierId)
    .execute()
  await tx
    .updateTable('supplier_receiver')
    .set(({ ref }) => ({ account_sealed: '', slot: ref('id') }))
    .where('supplier_id', '=', supplierId)
    .execute()
  await tx
    .updateTable('supplier_requirement')
    .set({ number_sealed: '', picture: '', issuer: '' })
    .where('supplier_id', '=', supplierId)
    .execute()
  await tx
    .updateTable('supplier_contract')
    .set({ signed_by: '' })
    .where('supplier_id', '=', supplierId)
    .execute()
  await tx.deleteFrom('supplier_member').where('supplier_id', '=', supplierId).execute()
}

/** A user belongs nowhere any more. */
export const forgetMember = async (tx: SupplierTx, userId: string): Promise<void> => {
  await tx.deleteFrom('supplier_member').where('user_id', '=', userId).execute()
}
