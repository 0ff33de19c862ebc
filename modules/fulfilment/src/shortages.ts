/** Pieces that are not to be had: written down once for a line, and told to the house. */
import { move, type MoveContext } from '@tiantou/platform'
import { Fulfilment } from './contract.ts'
import { lackingOf } from './rules.ts'
import type { Working } from './standing.ts'
import { shortageState } from './states.ts'
import { insertShortage, shortagesOf } from './store/shortages.ts'
import { partsOf } from './store/tasks.ts'
import type { LineRow, TaskRow } from './tables.ts'

/** Writes down what of a line has no lot; says how many pieces it is. */
export const declare = async (context: Working, task: TaskRow, line: LineRow): Promise<number> => {
  const { tx } = context
  const pieces = lackingOf(line, await partsOf(tx, line.order_id), await shortagesOf(tx, line.order_id))
  if (pieces <= 0) return 0
  const shortageId = context.id('sho')
  const { id: orderId } = task
  await insertShortage(tx, {
    id: shortageId,
    order_id: orderId,
    line_id: line.id,
    pieces,
    state: shortageState.initial,
    offer: null,
    answer_by: null,
    at: context.now,
    version: 1,
  })
  context.emit(Fulfilment.events.short, { orderId, shortageId, skuId: line.sku_id, pieces })
  return pieces
}

/** Moves a shortage; false where it does not stand there. */
export const moveShortage = (
  context: MoveContext,
  id: string,
  transition: keyof (typeof shortageState)['transitions'],
  set: Readonly<Record<string, unknown>> = {},
): Promise<boolean> =>
  move(context, 'fulfilment_history', {
    machine: shortageState,
    transition,
    table: 'fulfilment_shortage',
    column: 'state',
    id,
    set,
  })
