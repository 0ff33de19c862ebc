/** The packer says that what has no lot is not to be had, before time says so. */
import type { CommandHandler } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import { declare } from '../shortages.ts'
import { isOpen } from '../standing.ts'
import { linesOf, takeTask } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

export const declareShort: CommandHandler<typeof Fulfilment.commands.declareShort, FulfilmentTables> = async (
  { orderId, lineNo },
  context,
) => {
  const { tx, refuse } = context
  const task = await takeTask(tx, orderId)
  if (task === undefined) return refuse('no_such_task')
  if (!isOpen(task)) return refuse('wrong_state', { state: task.state })
  const line = (await linesOf(tx, orderId)).find((one) => one.no === lineNo)
  if (line === undefined) return refuse('no_such_line')
  const pieces = await declare(context, task, line)
  return pieces === 0 ? refuse('nothing_short') : { pieces }
}
