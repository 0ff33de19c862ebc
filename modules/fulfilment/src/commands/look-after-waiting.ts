/**
 * Orders that wait for lots are looked after: lots are asked for again, and what has none when packing time
 * comes near is short.
 */
import type { CommandHandler } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import type { FulfilmentSettings } from '../settings.ts'
import { declare } from '../shortages.ts'
import { linesOf, setLookAt, takeTask, waitingTasks } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

/** Orders of one firing; the next one takes the rest. */
const most = 100
const again_ms = 5 * 60_000
const minute_ms = 60_000

export const lookAfterWaiting: CommandHandler<
  typeof Fulfilment.commands.lookAfterWaiting,
  FulfilmentTables,
  FulfilmentSettings
> = async (_input, context) => {
  const { tx, now, emit, settings } = context
  const due = await waitingTasks(tx, now, most)
  for (const { id: orderId, pack_by } of due) {
    const task = await takeTask(tx, orderId)
    if (task?.state !== 'waiting') continue
    await setLookAt(tx, orderId, now + again_ms)
    if (now >= pack_by - settings.shortageLeadMinutes * minute_ms) {
      for (const line of await linesOf(tx, orderId))
        if (line.state === 'waiting') await declare(context, task, line)
    } else emit(Fulfilment.events.to_allocate, { orderId })
  }
  return { orders: due.length }
}
