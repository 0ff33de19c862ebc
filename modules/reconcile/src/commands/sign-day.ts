/** Two people put their names to a day: the first once every case of it has ended, the second to close it. */
import { type CommandHandler, move, type MoveContext } from '@tiantou/platform'
import type { TransitionOf } from '@tiantou/kernel'
import type { Reconcile } from '../contract.ts'
import { dayState } from '../states.ts'
import { findDay, openCasesOf } from '../store.ts'
import type { DayRow, ReconcileTables } from '../tables.ts'

type Commands = typeof Reconcile.commands

const moveDay = (
  context: MoveContext,
  { id }: DayRow,
  transition: TransitionOf<typeof dayState>,
  set: Readonly<Record<string, unknown>>,
  note = '',
): Promise<boolean> =>
  move(context, 'reconcile_history', {
    machine: dayState,
    transition,
    table: 'reconcile_day',
    column: 'state',
    id,
    set,
    note,
  })

export const check: CommandHandler<Commands['check'], ReconcileTables> = async (
  { channel, day, note },
  context,
) => {
  const { tx, actor, refuse } = context
  const known = await findDay(tx, channel, day)
  if (known === undefined) return refuse('no_such_day')
  const { fund_gap_fen: gap, unexplained_fen: unexplainedFen } = known
  if (!(await moveDay(context, known, 'check', { checked_by: actor.id, note: note ?? null }, note)))
    return refuse('wrong_day_state', { state: known.state })
  const open = await openCasesOf(tx, channel, day)
  if (open > 0) return refuse('open_cases', { open })
  const isWhole = (gap ?? 0) === 0 && unexplainedFen === 0
  return isWhole || note !== undefined ? {} : refuse('needs_note', { fundGapFen: gap ?? 0, unexplainedFen })
}

export const reopen: CommandHandler<Commands['reopen'], ReconcileTables> = async (
  { channel, day, reason },
  context,
) => {
  const known = await findDay(context.tx, channel, day)
  if (known === undefined) return context.refuse('no_such_day')
  const moved = await moveDay(context, known, 'reopen', { checked_by: null, note: null }, reason)
  return moved ? {} : context.refuse('wrong_day_state', { state: known.state })
}

export const sign: CommandHandler<Commands['sign'], ReconcileTables> = async ({ channel, day }, context) => {
  const { tx, actor, refuse } = context
  const known = await findDay(tx, channel, day)
  if (known === undefined) return refuse('no_such_day')
  if (known.checked_by === actor.id) return refuse('same_person')
  const moved = await moveDay(context, known, 'sign', { signed_by: actor.id })
  return moved ? {} : refuse('wrong_day_state', { state: known.state })
}
