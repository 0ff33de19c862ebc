/** Payout batches under four eyes: who proposes one does not approve it. */
import { type CommandHandler, move, recordHistory } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import type { SupplierSettings } from '../settings.ts'
import { payoutState, statementState } from '../states.ts'
import * as store from '../store/settlement.ts'
import type { SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>

const statement = { machine: statementState, table: 'supplier_statement', column: 'state' } as const
const batch = { machine: payoutState, table: 'supplier_payout', column: 'state' } as const
const HISTORY = 'supplier_history'

/** Statements are taken in the order of their ids; one that cannot be taken refuses the whole batch. */
export const proposePayout: Handler<'proposePayout'> = async ({ statementIds }, context) => {
  const { tx, now, actor, refuse } = context
  const payoutId = context.id('pob')
  for (const id of statementIds.toSorted()) {
    const step = { ...statement, transition: 'propose', id, set: { payout_id: payoutId } } as const
    const moved = await move(context, HISTORY, step)
    const row = await store.statementOf(tx, id)
    if (row === undefined) return refuse('no_such_statement')
    if (!moved) return refuse('wrong_state', { state: row.state })
    if (row.due_at > now) return refuse('not_due')
  }
  const taken = await store.statementsOfPayout(tx, payoutId)
  const totalFen = taken.reduce((sum, row) => sum + row.total_fen, 0)
  await store.insertPayout(tx, {
    id: payoutId,
    state: 'proposed',
    total_fen: totalFen,
    statements: taken.length,
    made_by: actor.id,
    decided_by: '',
    at: now,
    version: 1,
  })
  const birth = { subject_id: payoutId, axis: 'state', transition: 'propose', to_state: 'proposed', note: '' }
  await recordHistory(context, HISTORY, birth)
  return { payoutId, totalFen }
}

export const approvePayout: Handler<'approvePayout'> = async ({ payoutId }, context) => {
  const { tx, now, actor, refuse } = context
  const step = { ...batch, transition: 'approve', id: payoutId, set: { decided_by: actor.id } } as const
  const moved = await move(context, HISTORY, step)
  const row = await store.payoutOf(tx, payoutId)
  if (row === undefined) return refuse('no_such_payout')
  if (!moved) return refuse('wrong_state', { state: row.state })
  if (row.made_by === actor.id) return refuse('same_person')
  for (const one of await store.statementsOfPayout(tx, payoutId)) {
    const { id: statementId, supplier_id: supplierId, total_fen: totalFen } = one
    await move(context, HISTORY, { ...statement, transition: 'pay', id: statementId, set: { ended_at: now } })
    await store.credit(tx, supplierId, totalFen)
    const paid = { supplierId, statementId, totalFen, repaidFen: 0 - one.carried_fen, at: now }
    context.emit(Supplier.events.statement_paid, paid)
  }
  return {}
}

export const rejectPayout: Handler<'rejectPayout'> = async ({ payoutId, reason }, context) => {
  const { tx, actor, refuse } = context
  const set = { decided_by: actor.id }
  const moved = await move(context, HISTORY, {
    ...batch,
    transition: 'reject',
    id: payoutId,
    set,
    note: reason,
  })
  const row = await store.payoutOf(tx, payoutId)
  if (row === undefined) return refuse('no_such_payout')
  if (!moved) return refuse('wrong_state', { state: row.state })
  for (const { id } of await store.statementsOfPayout(tx, payoutId))
    await move(context, HISTORY, { ...statement, transition: 'putBack', id, set: { payout_id: null } })
  return {}
}
