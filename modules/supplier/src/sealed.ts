/** Where each personal field of a supplier is sealed, and how the fields are sealed, opened and masked. */
import type { FieldSecrets } from '@tiantou/platform'
import { maskName, maskNumber } from './rules.ts'
import type { SealedColumns, SupplierRow } from './tables.ts'

type Column = keyof SealedColumns

const place = (column: Column, id: string): string => `supplier_supplier.${column}:${id}`
export const numberPlace = (requirementId: string): string =>
  `supplier_requirement.number_sealed:${requirementId}`

export const openidPlace = (withdrawalId: string): string =>
  `supplier_withdrawal.openid_sealed:${withdrawalId}`

export const receiverPlace = (receiverId: string): string => `supplier_receiver.account_sealed:${receiverId}`

/** Seals one field of one supplier; null stays null. */
export const sealField = (secrets: FieldSecrets, id: string, column: Column, plain: string | null) =>
  plain === null ? null : secrets.seal(plain, place(column, id))

/** Opens one field; null where it was not filled in. */
export const openField = (
  secrets: FieldSecrets,
  row: SealedColumns & Pick<SupplierRow, 'id'>,
  column: Column,
): string | null => {
  const sealed = row[column]
  return sealed === null ? null : secrets.open(sealed, place(column, row.id))
}

/** The personal fields as lists and screens show them. */
export const maskedFields = (secrets: FieldSecrets, row: SupplierRow) => {
  const shown = (column: Column, mask: (text: string) => string) => {
    const plain = openField(secrets, row, column)
    return plain === null ? null : mask(plain)
  }
  return {
    legalName: shown('legal_name_sealed', row.party === 'company' ? (name) => name : maskName),
    creditCode: shown('credit_code_sealed', maskNumber),
    personName: shown('person_name_sealed', maskName),
    idNumber: shown('id_number_sealed', maskNumber),
    bankAccount: shown('bank_account_sealed', maskNumber),
    contactName: shown('contact_name_sealed', maskName),
    phone: shown('phone_sealed', (phone) => `${phone.slice(0, 3)}****${phone.slice(-4)}`),
  }
}
