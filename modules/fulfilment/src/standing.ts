/**
 * Where an order stands after something of it has changed: each line by its lots, weights and shortages, the
 * order by its lines. Every command that changes a part of an order ends here.
 */
import type { EventType, PayloadOf } from '@tiantou/kernel'
import { move, type MoveContext, type Tx } from '@tiantou/platform'
import { Fulfilment } from './contract.ts'
import { gotOf, toPackOf } from './rules.ts'
import { lineState, taskState } from './states.ts'
import { linesOf, partsOf } from './store/tasks.ts'
import type { FulfilmentTables, LineRow, PartRow, TaskRow } from './tables.ts'

export interface Working extends MoveContext {
  readonly tx: Tx<FulfilmentTables>
  emit<E extends EventType>(event: E, payload: PayloadOf<E>): void
}

/** Moves an order to pack; false where it does not stand there. */
export const moveTask = (
  context: MoveContext,
  id: string,
  transition: keyof (typeof taskState)['transitions'],
  more: { readonly set?: Readonly<Record<string, unknown>>; readonly note?: string } = {},
): Promise<boolean> =>
  move(context, 'fulfilment_history', {
    machine: taskState,
    transition,
    table: 'fulfilment_task',
    column: 'state',
    id,
    ...more,
  })

const moveLine = (
  context: MoveContext,
  id: string,
  transition: keyof (typeof lineState)['transitions'],
): Promise<boolean> =>
  move(context, 'fulfilment_history', {
    machine: lineState,
    transition,
    table: 'fulfilment_line',
    column: 'state',
    id,
  })

type LineMove = keyof (typeof lineState)['transitions']

/** What a line must go through to stand where its pieces do. */
const movesOf = (line: LineRow, parts: readonly PartRow[]): readonly LineMove[] => {
  const wanted = toPackOf(line)
  const has = parts.reduce((sum, part) => sum + part.pieces, 0)
  const isOpen = line.state === 'waiting' || line.state === 'allocated' || line.state === 'weighed'
  if (!isOpen) return []
  if (wanted === 0) return line.state === 'weighed' ? ['unweigh', 'drop'] : ['drop']
  if (has < wanted) return line.state === 'waiting' ? [] : ['lose']
  const up: LineMove[] = line.state === 'waiting' ? ['allocate'] : []
  const isWeighed = gotOf(parts) === wanted
  if (isWeighed) return line.state === 'weighed' ? [] : [...up, 'weigh']
  return line.state === 'weighed' ? ['unweigh'] : up
}

const afterMoves = (line: LineRow, moves: readonly LineMove[]): LineRow['state'] => {
  const last = moves.at(-1)
  return last === undefined ? line.state : lineState.transitions[last].to
}

/** Lets every line and then the order stand where they belong. */
export const settle = async (context: Working, task: TaskRow): Promise<void> => {
  const { tx, emit } = context
  const parts = Map.groupBy(await partsOf(tx, task.id), (part) => part.line_id)
  const states: LineRow['state'][] = []
  for (const line of await linesOf(tx, task.id)) {
    const moves = movesOf(line, parts.get(line.id) ?? [])
    for (const transition of moves) await moveLine(context, line.id, transition)
    states.push(afterMoves(line, moves))
  }
  if (states.every((state) => state === 'dropped')) {
    await moveTask(context, task.id, 'cancel')
    emit(Fulfilment.events.nothing_left, { orderId: task.id })
    return
  }
  const lacks = states.includes('waiting')
  if (lacks && (task.state === 'allocated' || task.state === 'picking')) {
    await moveTask(context, task.id, 'fallBack', { set: { wave_id: null } })
  }
  if (!lacks && task.state === 'waiting') await moveTask(context, task.id, 'allocate')
}

/** Ends every line of an order alike. */
export const endLines = async (context: Working, orderId: string, end: 'pack' | 'cancel'): Promise<void> => {
  for (const line of await linesOf(context.tx, orderId)) await moveLine(context, line.id, end)
}

/** Whether something can still be changed about what is packed. */
export const isOpen = ({ state }: Pick<TaskRow, 'state'>): boolean =>
  state === 'waiting' || state === 'allocated' || state === 'picking'
