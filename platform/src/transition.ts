/**
 * Moving a row along a state machine: one compare-and-set with `from` and `to` out of the module's own table
 * of states, and a history row of who, when, why. No row moved means: wrong state.
 */
import { type Actor, from, type Machine, to, type TransitionOf } from '@tiantou/kernel'
import type { AnyTables, Tx } from './db/database.ts'

export interface HistoryRow {
  id: string
  subject_id: string
  axis: string
  transition: string
  to_state: string
  actor_kind: string
  actor_id: string
  at: number
  note: string
}

export interface Move<M extends Machine> {
  readonly machine: M
  readonly transition: TransitionOf<M>
  /** Table whose row moves, and the column that holds this axis. */
  readonly table: string
  readonly column: string
  readonly id: string
  /** What else must hold for the row to move: other axes as they were judged. */
  readonly where?: Readonly<Record<string, string | number>>
  /** What else changes with it. */
  readonly set?: Readonly<Record<string, unknown>>
  readonly note?: string
}

export interface MoveContext {
  readonly now: number
  readonly actor: Actor
  id(prefix: string): string
  readonly tx: unknown
}

/**
 * Moves the row if it stands where the transition starts; writes the history row. Returns whether it moved.
 */
export const move = async <M extends Machine>(
  context: MoveContext,
  historyTable: string,
  step: Move<M>,
): Promise<boolean> => {
  const tx = context.tx as Tx<AnyTables>
  const target = to(step.machine, step.transition)
  let update = tx
    .updateTable(step.table)
    .set(
      (expression) =>
        ({ ...step.set, [step.column]: target, version: expression('version', '+', 1) }) as never,
    )
    .where('id', '=', step.id)
    .where(step.column, 'in', [...from(step.machine, step.transition)])
  for (const [column, value] of Object.entries(step.where ?? {})) update = update.where(column, '=', value)
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  await recordHistory(context, historyTable, {
    subject_id: step.id,
    axis: step.column,
    transition: step.transition,
    to_state: target,
    note: step.note ?? '',
  })
  return true
}

/** Writes a history row by itself, for the birth of a row. */
export const recordHistory = async (
  context: MoveContext,
  historyTable: string,
  row: Pick<HistoryRow, 'subject_id' | 'axis' | 'transition' | 'to_state' | 'note'>,
): Promise<void> => {
  await (context.tx as Tx<AnyTables>)
    .insertInto(historyTable)
    .values({
      id: context.id('his'),
      ...row,
      actor_kind: context.actor.kind,
      actor_id: context.actor.id,
      at: context.now,
    })
    .execute()
}
