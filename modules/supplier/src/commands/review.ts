/** What staff decides on an application and on a supplier. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import type { Requirement } from '../rules.ts'
import type { SupplierSettings } from '../settings.ts'
import { applicationState, requirementState, supplierState } from '../states.ts'
import { requirementsOfSupplier, supplierOf } from '../store/suppliers.ts'
import type { SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>

const application = { machine: applicationState, table: 'supplier_supplier', column: 'application' } as const
const requirement = { machine: requirementState, table: 'supplier_requirement', column: 'state' } as const
const standing = { machine: supplierState, table: 'supplier_supplier', column: 'state' } as const
const HISTORY = 'supplier_history'

export const beginReview: Handler<'beginReview'> = async ({ supplierId }, context) => {
  const moved = await move(context, HISTORY, { ...application, transition: 'review', id: supplierId })
  if (moved) return {}
  const row = await supplierOf(context.tx, supplierId)
  return row ? context.refuse('wrong_state', { state: row.application }) : context.refuse('no_such_supplier')
}

type Judging = Parameters<Handler<'rejectRequirement'>>[1]

const judge = async (
  context: Judging,
  at: { readonly supplierId: string; readonly kind: Requirement },
  transition: 'accept' | 'reject' | 'waive',
  reason: string,
) => {
  const id = `${at.supplierId}:${at.kind}`
  const step = { ...requirement, transition, id, set: { reason }, note: reason }
  if (await move(context, HISTORY, step)) return {}
  const rows = await requirementsOfSupplier(context.tx, at.supplierId)
  const row = rows.find(({ kind }) => kind === at.kind)
  return row ? context.refuse('wrong_state', { state: row.state }) : context.refuse('no_such_requirement')
}

export const acceptRequirement: Handler<'acceptRequirement'> = (input, context) =>
  judge(context as unknown as Judging, input, 'accept', '')
export const rejectRequirement: Handler<'rejectRequirement'> = (input, context) =>
  judge(context, input, 'reject', input.reason)
export const waiveRequirement: Handler<'waiveRequirement'> = (input, context) =>
  judge(context as unknown as Judging, input, 'waive', input.reason)

/** Moves first and looks at the checklist after: a refusal rolls the move back. */
export const accept: Handler<'accept'> = async ({ supplierId }, context) => {
  const { tx, refuse } = context
  const moved = await move(context, HISTORY, { ...application, transition: 'accept', id: supplierId })
  if (!moved) {
    const row = await supplierOf(tx, supplierId)
    return row ? refuse('wrong_state', { state: row.application }) : refuse('no_such_supplier')
  }
  await move(context, HISTORY, { ...standing, transition: 'activate', id: supplierId })
  const asked = await requirementsOfSupplier(tx, supplierId)
  const open = asked.filter(({ state }) => state !== 'accepted' && state !== 'waived').map(({ kind }) => kind)
  if (open.length > 0) return refuse('open_requirements', { open })
  context.emit(Supplier.events.accepted, { supplierId })
  return {}
}

export const reject: Handler<'reject'> = async ({ supplierId, reason }, context) => {
  const step = {
    ...application,
    transition: 'reject',
    id: supplierId,
    set: { reason },
    note: reason,
  } as const
  if (await move(context, HISTORY, step)) return {}
  const row = await supplierOf(context.tx, supplierId)
  return row ? context.refuse('wrong_state', { state: row.application }) : context.refuse('no_such_supplier')
}

const AFTER = { suspend: 'suspended', resume: 'active', close: 'closed' } as const

export const setState: Handler<'setState'> = async ({ supplierId, change, reason }, context) => {
  const step = { ...standing, transition: change, id: supplierId, set: { reason }, note: reason }
  if (await move(context, HISTORY, step)) {
    context.emit(Supplier.events.state_changed, { supplierId, state: AFTER[change] })
    return {}
  }
  const row = await supplierOf(context.tx, supplierId)
  return row ? context.refuse('wrong_state', { state: row.state }) : context.refuse('no_such_supplier')
}
