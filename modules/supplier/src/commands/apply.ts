/** What applicants do: begin, fill in, hand in documents, submit. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import { isCreditCode } from '@tiantou/kernel'
import { isBankCard, isIdNumber, requirementsOf } from '../rules.ts'
import { numberPlace, sealField } from '../sealed.ts'
import type { SupplierSettings } from '../settings.ts'
import { applicationState, requirementState } from '../states.ts'
import * as store from '../store/suppliers.ts'
import type { SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>

/** The supplier begins as a draft with what its kind must hand in. */
export const apply: Handler<'apply'> = async ({ kind, party, name }, context) => {
  const { tx, actor, now, refuse } = context
  const id = context.id('sup')
  const member = { user_id: actor.id, supplier_id: id, role: 'owner', acted_at: now } as const
  if (!(await store.insertMember(tx, member))) return refuse('already_belongs')
  const unknown = {
    legal_name_sealed: null,
    credit_code_sealed: null,
    person_name_sealed: null,
    id_number_sealed: null,
    bank_account_sealed: null,
    contact_name_sealed: null,
    phone_sealed: null,
    credit_code_blind: null,
    id_number_blind: null,
  }
  await store.insertSupplier(tx, {
    id,
    kind,
    party,
    name,
    owner_id: actor.id,
    application: 'draft',
    state: 'applying',
    bank_name: '',
    consent_version: '',
    consent_at: null,
    reason: '',
    created_at: now,
    version: 1,
    ...unknown,
  })
  const none = { state: 'missing', reason: '', picture: '', number_sealed: '', issuer: '' } as const
  const rows = requirementsOf(kind, party).map((wanted) => ({
    id: `${id}:${wanted}`,
    supplier_id: id,
    kind: wanted,
    valid_to: null,
    version: 1,
    ...none,
  }))
  await store.insertRequirements(tx, rows)
  return { supplierId: id }
}

/** Numbers are checked by their check characters before anybody pays to have them verified. */
export const fill: Handler<'fill'> = async (input, context) => {
  const { tx, actor, now, secrets, refuse } = context
  const member = await store.actAs(tx, actor.id, now)
  const row = member && (await store.supplierOf(tx, member.supplier_id))
  if (row === undefined) return refuse('no_such_supplier')
  const { creditCode } = input
  const isCompany = row.party === 'company'
  if (!isIdNumber(input.idNumber)) return refuse('bad_id_number')
  if (isCompany ? creditCode === null || !isCreditCode(creditCode) : creditCode !== null)
    return refuse('bad_credit_code')
  if (!isCompany && !isBankCard(input.bankAccount)) return refuse('bad_bank_account')
  const seal = (column: Parameters<typeof sealField>[2], plain: string | null) =>
    sealField(secrets, row.id, column, plain)
  const done = await store.fillSupplier(tx, row.id, {
    bank_name: input.bankName,
    legal_name_sealed: seal('legal_name_sealed', input.legalName),
    credit_code_sealed: seal('credit_code_sealed', creditCode),
    person_name_sealed: seal('person_name_sealed', input.personName),
    id_number_sealed: seal('id_number_sealed', input.idNumber),
    bank_account_sealed: seal('bank_account_sealed', input.bankAccount),
    contact_name_sealed: seal('contact_name_sealed', input.contactName),
    phone_sealed: seal('phone_sealed', input.phone),
    credit_code_blind: creditCode === null ? null : secrets.blind('supplier.credit_code', creditCode),
    id_number_blind: secrets.blind('supplier.id_number', input.idNumber),
  })
  if (done === 'taken') return refuse('known_already')
  return done === 'closed' ? refuse('wrong_state', { state: row.application }) : {}
}

/** A renewed document may come at any time, from an active supplier too; from a closed one no more. */
export const handIn: Handler<'handIn'> = async (
  { userId, kind, number, issuer, validTo, picture },
  context,
) => {
  const { tx, now, secrets, refuse } = context
  const member = await store.actAs(tx, userId, now)
  const row = member && (await store.supplierOf(tx, member.supplier_id))
  if (row === undefined) return refuse('no_such_supplier')
  if (row.state === 'closed') return refuse('wrong_state', { state: row.state })
  if (validTo !== null && validTo <= now) return refuse('expired')
  const id = `${row.id}:${kind}`
  const moved = await move(context, 'supplier_history', {
    machine: requirementState,
    transition: 'submit',
    table: 'supplier_requirement',
    column: 'state',
    id,
    set: {
      picture,
      issuer,
      valid_to: validTo,
      reason: '',
      number_sealed: secrets.seal(number, numberPlace(id)),
    },
  })
  return moved ? {} : refuse('no_such_requirement')
}

/** Consent is kept with its time and the version of its text; without it nothing is ever verified. */
export const submit: Handler<'submit'> = async ({ consentVersion }, context) => {
  const { tx, actor, now, refuse } = context
  const member = await store.actAs(tx, actor.id, now)
  const row = member && (await store.supplierOf(tx, member.supplier_id))
  if (row === undefined) return refuse('no_such_supplier')
  const asked = await store.requirementsOfSupplier(tx, row.id)
  const lacking = asked.filter(({ state }) => state === 'missing' || state === 'rejected')
  const unfilled = row.id_number_sealed === null ? ['application'] : []
  const missing = [...unfilled, ...lacking.map(({ kind }) => kind)]
  if (missing.length > 0) return refuse('incomplete', { missing })
  const moved = await move(context, 'supplier_history', {
    machine: applicationState,
    transition: 'submit',
    table: 'supplier_supplier',
    column: 'application',
    id: row.id,
    set: { consent_version: consentVersion, consent_at: now, reason: '' },
  })
  return moved ? {} : refuse('wrong_state', { state: row.application })
}
