/** Shows a personal field to staff; that it was shown stays in the history. */
import { type CommandHandler, recordHistory } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import { openField } from '../sealed.ts'
import { lockSupplier } from '../store/contracts.ts'
import { supplierOf } from '../store/suppliers.ts'
import type { SupplierTables } from '../tables.ts'

const COLUMNS = {
  creditCode: 'credit_code_sealed',
  personName: 'person_name_sealed',
  idNumber: 'id_number_sealed',
  bankAccount: 'bank_account_sealed',
  contactName: 'contact_name_sealed',
  phone: 'phone_sealed',
} as const

/** Null where it was not filled in, or is forgotten. */
export const reveal: CommandHandler<typeof Supplier.commands.reveal, SupplierTables> = async (
  { supplierId, field, reason },
  context,
) => {
  const { tx, secrets, refuse } = context
  if (!(await lockSupplier(tx, supplierId))) return refuse('no_such_supplier')
  const seen = { subject_id: supplierId, axis: 'reveal', transition: 'reveal', to_state: field, note: reason }
  await recordHistory(context, 'supplier_history', seen)
  const row = await supplierOf(tx, supplierId)
  return row ? { value: openField(secrets, row, COLUMNS[field]) } : refuse('no_such_supplier')
}
