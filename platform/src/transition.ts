/**
 * Moving a row along a state machine: one compare-and-set with `from` and `to` out of the module's own table
 * of states, and a history row of who, when, why. No row moved means: wrong state.
 */
import { type Actor, from, type Machine, to, type TransitionOf } from '@tiantou/kernel'
import { changeBy, hotInsert } from './db/compiled.ts'
import type { Tx } from './db/database.ts'

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

/** Texts of moves by what they touch: a handful per machine. */
const texts = new Map<string, string>()

const textOf = (step: Pick<Move<Machine>, 'table' | 'column' | 'set' | 'where'>, states: number): string => {
  const set = Object.keys(step.set ?? {})
  const where = Object.keys(step.where ?? {})
  const shape = [step.table, step.column, states, ...set, '?', ...where].join(' ')
  let text = texts.get(shape)
  if (text === undefined) {
    const changes = [step.column, ...set].map((column) => `\`${column}\` = ?`).join(', ')
    const conditions = where.map((column) => ` and \`${column}\` = ?`).join('')
    const standing = Array.from({ length: states }, () => '?').join(', ')
    text =
      `update \`${step.table}\` set ${changes}, \`version\` = \`version\` + 1 ` +
      `where \`id\` = ? and \`${step.column}\` in (${standing})${conditions}`
    texts.set(shape, text)
  }
  return text
}

/**
 * Moves the row if it stands where the transition starts; writes the history row. Returns whether it moved.
 */
export const move = async <M extends Machine>(
  context: MoveContext,
  historyTable: string,
  step: Move<M>,
): Promise<boolean> => {
  const target = to(step.machine, step.transition)
  const starts = from(step.machine, step.transition)
  const { set = {}, where = {} } = step
  const values = [target, ...Object.values(set), step.id, ...starts, ...Object.values(where)]
  const moved = await changeBy(context.tx as Tx<never>, textOf(step, starts.length), values)
  if (moved === 0) return false
  await recordHistory(context, historyTable, {
    subject_id: step.id,
    axis: step.column,
    transition: step.transition,
    to_state: target,
    note: step.note ?? '',
  })
  return true
}

const HISTORY_COLUMNS = [
  'id',
  'subject_id',
  'axis',
  'transition',
  'to_state',
  'actor_kind',
  'actor_id',
  'at',
  'note',
] as const

const inserts = new Map<string, ReturnType<typeof hotInsert<HistoryRow>>>()

const insertInto = (table: string) => {
  const insert = inserts.get(table) ?? hotInsert<HistoryRow>(table, HISTORY_COLUMNS)
  inserts.set(table, insert)
  return insert
}

/** Writes a history row by itself, for the birth of a row. */
export const recordHistory = async (
  context: MoveContext,
  historyTable: string,
  row: Pick<HistoryRow, 'subject_id' | 'axis' | 'transition' | 'to_state' | 'note'>,
): Promise<void> => {
  const { kind, id } = context.actor
  const whole = { id: context.id('his'), ...row, actor_kind: kind, actor_id: id, at: context.now }
  await insertInto(historyTable)(context.tx as Tx<never>, [whole])
}
