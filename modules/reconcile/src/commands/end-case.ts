/**
 * Two people end a case: one says how and why, another agrees or does not. What is written off goes to the
 * losses, what was put right elsewhere goes back from suspense.
 */
import { type CommandHandler, move, type MoveContext } from '@tiantou/platform'
import type { TransitionOf } from '@tiantou/kernel'
import { Reconcile } from '../contract.ts'
import { caseState } from '../states.ts'
import { findCase } from '../store.ts'
import { suspend } from '../suspense.ts'
import type { ReconcileTables } from '../tables.ts'

type Commands = typeof Reconcile.commands

const moveCase = (
  context: MoveContext,
  id: string,
  transition: TransitionOf<typeof caseState>,
  set: Readonly<Record<string, unknown>>,
  note = '',
): Promise<boolean> =>
  move(context, 'reconcile_history', {
    machine: caseState,
    transition,
    table: 'reconcile_case',
    column: 'state',
    id,
    set,
    note,
  })

export const propose: CommandHandler<Commands['propose'], ReconcileTables> = async (
  { caseId, ending, reason, voucher },
  context,
) => {
  const set = { ending, reason, voucher, proposed_by: context.actor.id }
  if (await moveCase(context, caseId, 'propose', set, reason)) return {}
  const known = await findCase(context.tx, caseId)
  return known === undefined
    ? context.refuse('no_such_case')
    : context.refuse('case_over', { state: known.state })
}

export const confirm: CommandHandler<Commands['confirm'], ReconcileTables> = async ({ caseId }, context) => {
  const { now, actor, emit, refuse } = context
  const set = { confirmed_by: actor.id, ended_at: now }
  const moved = await moveCase(context, caseId, 'confirm', set)
  const known = await findCase(context.tx, caseId)
  if (known === undefined) return refuse('no_such_case')
  if (!moved) return refuse('case_over', { state: known.state })
  if (known.proposed_by === actor.id) return refuse('same_person')
  const { id, channel, fen, ending, moves } = known
  if (ending === 'corrected') suspend(context, { id, channel, moves: moves + 1 }, 0 - fen, now)
  else if (fen !== 0) emit(Reconcile.events.written_off, { caseId: id, channel, fen, occurredAt: now })
  return {}
}

const OPEN_AGAIN = { ending: null, reason: null, voucher: null, proposed_by: null }

export const reject: CommandHandler<Commands['reject'], ReconcileTables> = async (
  { caseId, reason },
  context,
) => {
  if (await moveCase(context, caseId, 'reject', OPEN_AGAIN, reason)) return {}
  const known = await findCase(context.tx, caseId)
  return known === undefined
    ? context.refuse('no_such_case')
    : context.refuse('case_over', { state: known.state })
}
