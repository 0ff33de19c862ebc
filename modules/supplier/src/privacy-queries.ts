/** What a user may have of what he told here, and whether he can go. */
import type { QueryHandler } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import { numberPlace, openField } from './sealed.ts'
import { isOpen } from './store/privacy.ts'
import { memberOf, requirementsOfSupplier, supplierOf } from './store/suppliers.ts'
import type { SealedColumns, SupplierTables } from './tables.ts'

type Queries = typeof Supplier.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], SupplierTables>

export const ofUser: Handler<'ofUser'> = async ({ userId }, { db, secrets }) => {
  const member = await memberOf(db, userId)
  const row = member && (await supplierOf(db, member.supplier_id))
  if (member === undefined || row === undefined) return { role: null, supplierId: null, application: null }
  const place = { role: member.role, supplierId: row.id }
  if (member.role === 'clerk') return { ...place, application: null }
  const open = (column: keyof SealedColumns) => openField(secrets, row, column)
  const documents = (await requirementsOfSupplier(db, row.id)).map((one) => ({
    kind: one.kind,
    number: one.number_sealed === '' ? '' : secrets.open(one.number_sealed, numberPlace(one.id)),
    issuer: one.issuer,
    validTo: one.valid_to,
  }))
  const application = {
    name: row.name,
    legalName: open('legal_name_sealed'),
    creditCode: open('credit_code_sealed'),
    personName: open('person_name_sealed'),
    idNumber: open('id_number_sealed'),
    bankName: row.bank_name,
    bankAccount: open('bank_account_sealed'),
    contactName: open('contact_name_sealed'),
    phone: open('phone_sealed'),
    consentVersion: row.consent_version,
    consentAt: row.consent_at,
    documents,
  }
  return { ...place, application }
}

export const owns: Handler<'owns'> = async ({ userId }, { db }) => {
  const member = await memberOf(db, userId)
  const row = member?.role === 'owner' ? await supplierOf(db, member.supplier_id) : undefined
  return { supplierId: row !== undefined && (await isOpen(db, row)) ? row.id : null }
}
