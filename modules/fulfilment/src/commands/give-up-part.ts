/** Pieces that a line was to get turned out bad: the line lets go of them, and other ones are looked for. */
import { actorKey } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import { isOpen, settle } from '../standing.ts'
import { changePart, linesOf, partsOf, removePart, takeTask, voidPart } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

export const giveUpPart: CommandHandler<typeof Fulfilment.commands.giveUpPart, FulfilmentTables> = async (
  { orderId, lineNo, lotId, location, pieces },
  context,
) => {
  const { tx, refuse, emit, actor } = context
  const task = await takeTask(tx, orderId)
  if (task === undefined) return refuse('no_such_task')
  if (!isOpen(task)) return refuse('wrong_state', { state: task.state })
  const line = (await linesOf(tx, orderId)).find((one) => one.no === lineNo)
  if (line === undefined) return refuse('no_such_line')
  const part = (await partsOf(tx, orderId)).find(
    (one) => one.line_id === line.id && one.lot_id === lotId && one.location === location,
  )
  if (part === undefined || part.pieces < pieces)
    return refuse('not_allocated', { pieces: part?.pieces ?? 0 })
  // What of the part was weighed may hold the bad ones: it goes over the scale again.
  await voidPart(tx, part, { voided_by: actorKey(actor), void_reason: 'bad' })
  if (part.pieces === pieces) await removePart(tx, part)
  else await changePart(tx, part, { pieces: -pieces, got_pieces: -part.got_pieces, got_g: -part.got_g })
  await settle(context, task)
  emit(Fulfilment.events.to_allocate, { orderId })
  return {}
}
