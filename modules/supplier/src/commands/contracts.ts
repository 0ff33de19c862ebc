/** Versions of a supplier's contract; one holds at a time. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import type { SupplierSettings } from '../settings.ts'
import { contractState } from '../states.ts'
import { activeContract, contractOf, insertContract, lastNo, lockSupplier } from '../store/contracts.ts'
import { supplierOf } from '../store/suppliers.ts'
import type { SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>

const at = { machine: contractState, table: 'supplier_contract', column: 'state' } as const
const HISTORY = 'supplier_history'

export const draftContract: Handler<'draftContract'> = async (input, context) => {
  const { tx, refuse } = context
  const { supplierId } = input
  if (!(await lockSupplier(tx, supplierId))) return refuse('no_such_supplier')
  if (input.validTo <= input.validFrom) return refuse('bad_period')
  const contractId = context.id('ctr')
  const no = (await lastNo(tx, supplierId)) + 1
  await insertContract(tx, {
    id: contractId,
    supplier_id: supplierId,
    no,
    state: 'draft',
    slot: contractId,
    valid_from: input.validFrom,
    valid_to: input.validTo,
    commission_bp: input.commissionBp,
    payment_days: input.paymentDays,
    grades: JSON.stringify(input.grades),
    pay_by: input.payBy ?? 'payout',
    signed_by: '',
    signed_at: null,
    version: 1,
  })
  return { contractId, no }
}

/** The one before gives its slot up first: the slot is unique, so two can never hold. */
export const signContract: Handler<'signContract'> = async (
  { supplierId, contractId, signedBy },
  context,
) => {
  const { tx, now, refuse } = context
  if (!(await lockSupplier(tx, supplierId))) return refuse('no_such_supplier')
  const supplier = await supplierOf(tx, supplierId)
  if (supplier?.state !== 'active') return refuse('wrong_state', { state: supplier?.state ?? '' })
  const drafted = await contractOf(tx, supplierId, contractId)
  if (drafted !== undefined && (now < drafted.valid_from || now >= drafted.valid_to))
    return refuse('out_of_period')
  const before = await activeContract(tx, supplierId)
  if (before !== undefined && before.id !== contractId) {
    const note = `superseded by ${contractId}`
    await move(context, HISTORY, { ...at, transition: 'end', id: before.id, set: { slot: before.id }, note })
  }
  const moved = await move(context, HISTORY, {
    ...at,
    transition: 'sign',
    id: contractId,
    where: { supplier_id: supplierId },
    set: { slot: supplierId, signed_by: signedBy, signed_at: now },
  })
  if (moved) return {}
  const row = await contractOf(tx, supplierId, contractId)
  return row ? refuse('wrong_state', { state: row.state }) : refuse('no_such_contract')
}

export const endContract: Handler<'endContract'> = async ({ supplierId, contractId, reason }, context) => {
  const { tx, refuse } = context
  const moved = await move(context, HISTORY, {
    ...at,
    transition: 'end',
    id: contractId,
    where: { supplier_id: supplierId },
    set: { slot: contractId },
    note: reason,
  })
  if (moved) return {}
  const row = await contractOf(tx, supplierId, contractId)
  return row ? refuse('wrong_state', { state: row.state }) : refuse('no_such_contract')
}
