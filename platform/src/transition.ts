/**
 * Moving a row along a state machine: one compare-and-set with `from` and `to` out of the module's own table
 * of states, and a history row of who, when, why. No row moved means: wrong state.
 */
import { type Actor, from, type Machine, to, type TransitionOf } from '@tiantou/kernel'
import { changeBy, hotInsert, isFound } from './db/compiled.ts'
import { RunAgain, type Tx } from './db/database.ts'

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

interface Texts {
  readonly change: string
  /** Whether the row stands where the change would take it. */
  readonly look: string
}

/** Texts of moves by what they touch: a handful per machine. */
const texts = new Map<string, Texts>()

const textsOf = (step: Pick<Move<Machine>, 'table' | 'column' | 'set' | 'where'>, states: number): Texts => {
  const set = Object.keys(step.set ?? {})
  const where = Object.keys(step.where ?? {})
  const shape = [step.table, step.column, states, ...set, '?', ...where].join(' ')
  let known = texts.get(shape)
  if (known === undefined) {
    const changes = [step.column, ...set].map((column) => `\`${column}\` = ?`).join(', ')
    const conditions = where.map((column) => ` and \`${column}\` = ?`).join('')
    const standing = Array.from({ length: states }, () => '?').join(', ')
    const stands = `where \`id\` = ? and \`${step.column}\` in (${standing})${conditions}`
    known = {
      change: `update \`${step.table}\` set ${changes}, \`version\` = \`version\` + 1 ${stands}`,
      look: `select 1 from \`${step.table}\` ${stands}`,
    }
    texts.set(shape, known)
  }
  return known
}

/**
 * Moves the row if it stands where the transition starts; writes the history row. Returns whether it moved.
 * Where it did not, and yet this unit still sees it stand there, somebody else moved it since the unit's
 * snapshot: what was judged by it is judged again.
 * @throws RunAgain
 */
export const move = async <M extends Machine>(
  context: MoveContext,
  historyTable: string,
  step: Move<M>,
): Promise<boolean> => {
  const target = to(step.machine, step.transition)
  const starts = from(step.machine, step.transition)
  const { set = {}, where = {} } = step
  const tx = context.tx as Tx<never>
  const { change, look } = textsOf(step, starts.length)
  const stands = [step.id, ...starts, ...Object.values(where)]
  if ((await changeBy(tx, change, [target, ...Object.values(set), ...stands])) === 0) {
    if (await isFound(tx, look, stands)) throw new RunAgain('The row was moved by another unit meanwhile.')
    return false
  }
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
