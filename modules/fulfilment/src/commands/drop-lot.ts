/** A lot was stopped: every order that is not packed lets go of it, weighed or not, and gets other lots. */
import { actorKey } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import { settle } from '../standing.ts'
import { ordersWithLot, partsOf, removePart, takeTask, voidPart } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

export const dropLot: CommandHandler<typeof Fulfilment.commands.dropLot, FulfilmentTables> = async (
  { lotId },
  context,
) => {
  const { tx, actor, emit } = context
  let orders = 0
  for (const orderId of await ordersWithLot(tx, lotId)) {
    const task = await takeTask(tx, orderId)
    const isPacked =
      task === undefined || ['packed', 'shipped', 'delivered', 'cancelled'].includes(task.state)
    if (isPacked) continue
    for (const part of (await partsOf(tx, orderId)).filter((one) => one.lot_id === lotId)) {
      await voidPart(tx, part, { voided_by: actorKey(actor), void_reason: 'lot stopped' })
      await removePart(tx, part)
    }
    await settle(context, task)
    emit(Fulfilment.events.to_allocate, { orderId })
    orders += 1
  }
  return { orders }
}
