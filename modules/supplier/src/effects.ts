/** What module supplier asks of the register through its port; what it sends is kept nowhere. */
import type { EffectHandler } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import type { SupplierPorts, Verdict } from './port.ts'
import { openField } from './sealed.ts'
import type { SupplierSettings } from './settings.ts'
import { supplierOf } from './store/suppliers.ts'
import type { SupplierTables } from './tables.ts'

type Verify = typeof Supplier.effects.verify

const CANNOT: Verdict = { answer: 'bad', code: 'local.not_filled_in' }

/** A company's bank account is no card: only a person at the bank can say whose it is. */
export const verify: EffectHandler<Verify, SupplierTables, SupplierPorts, SupplierSettings> = async (
  { supplierId, what },
  { db, ports, secrets },
) => {
  const { verifier } = ports
  if (verifier === undefined) return { answer: 'no_record', code: 'local.no_verifier' }
  const row = await supplierOf(db, supplierId)
  if (row === undefined) return CANNOT
  const name = openField(secrets, row, 'person_name_sealed')
  const idNumber = openField(secrets, row, 'id_number_sealed')
  if (name === null || idNumber === null) return CANNOT
  if (what === 'identity') return verifier.identity({ name, idNumber })
  if (what === 'licence') {
    const creditCode = openField(secrets, row, 'credit_code_sealed')
    const companyName = openField(secrets, row, 'legal_name_sealed')
    if (creditCode === null || companyName === null) return CANNOT
    return verifier.licence({ creditCode, companyName, personName: name, idNumber })
  }
  if (row.party === 'company') return { answer: 'no_record', code: 'local.company_account' }
  const card = openField(secrets, row, 'bank_account_sealed')
  const phone = openField(secrets, row, 'phone_sealed')
  return card === null || phone === null ? CANNOT : verifier.bankCard({ name, idNumber, card, phone })
}
