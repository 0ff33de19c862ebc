/** An order is stopped before it is packed, or goes on after all. */
import type { CommandHandler } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import { moveTask, settle } from '../standing.ts'
import { takeTask } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

export const hold: CommandHandler<typeof Fulfilment.commands.hold, FulfilmentTables> = async (
  { orderId, reason },
  context,
) => {
  const task = await takeTask(context.tx, orderId)
  if (task === undefined) return context.refuse('no_such_task')
  const moved = await moveTask(context, orderId, 'hold', { note: reason, set: { wave_id: null } })
  return moved ? {} : context.refuse('wrong_state', { state: task.state })
}

export const resume: CommandHandler<typeof Fulfilment.commands.resume, FulfilmentTables> = async (
  { orderId },
  context,
) => {
  const task = await takeTask(context.tx, orderId)
  if (task === undefined) return context.refuse('no_such_task')
  if (!(await moveTask(context, orderId, 'resume')))
    return context.refuse('wrong_state', { state: task.state })
  await settle(context, { ...task, state: 'waiting' })
  context.emit(Fulfilment.events.to_allocate, { orderId })
  return {}
}
