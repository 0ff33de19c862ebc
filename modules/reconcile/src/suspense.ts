/**
 * How money in suspense moves with a case: each move has a name of its own, by which it is booked once.
 * Shared by the commands that open, change and end cases.
 */
import { type CommandContext, move } from '@tiantou/platform'
import type { Command } from '@tiantou/kernel'
import { Reconcile } from './contract.ts'
import { caseState } from './states.ts'
import { changeCase } from './store.ts'
import type { CaseRow, ReconcileTables } from './tables.ts'

export type Context = CommandContext<Command, ReconcileTables>

type Moving = Pick<CaseRow, 'id' | 'channel' | 'moves'>

/** Tells that so much goes into suspense (or back) for a case; nothing where it is nothing. */
export const suspend = (
  { emit }: Pick<Context, 'emit'>,
  { id, channel, moves }: Moving,
  fen: number,
  occurredAt: number,
): void => {
  if (fen === 0) return
  emit(Reconcile.events.suspended, { about: `${id}-${moves}`, caseId: id, channel, fen, occurredAt })
}

/** One side more of a case: what it says, when, and whether it is of another day. */
export interface OtherSide {
  readonly fen: number
  readonly billFen: number | null
  readonly ownFen: number | null
  readonly occurredAt: number
  readonly otherDay: boolean
}

const ONE_SIDED = new Set<CaseRow['class']>(['channel_only', 'local_only', 'late', 'day_cut'])

/**
 * The other side came: a case that adds up to nothing is matched, another has two amounts now. Answers its
 * state.
 */
export const meet = async (context: Context, known: CaseRow, side: OtherSide): Promise<CaseRow['state']> => {
  const fen = known.fen + side.fen
  const moves = known.moves + 1
  const both = { bill_fen: known.bill_fen ?? side.billFen, own_fen: known.own_fen ?? side.ownFen }
  suspend(context, { ...known, moves }, side.fen, side.occurredAt)
  if (fen !== 0) {
    await changeCase(context.tx, known.id, { class: 'amount_diff', fen, moves, ...both })
    return known.state
  }
  const name = side.otherDay && ONE_SIDED.has(known.class) ? 'day_cut' : known.class
  await move(context, 'reconcile_history', {
    machine: caseState,
    transition: 'match',
    table: 'reconcile_case',
    column: 'state',
    id: known.id,
    set: { class: name, fen, moves, ended_at: context.now, ...both },
  })
  return 'matched'
}
