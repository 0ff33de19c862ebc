/** Takes a weighing back that was a mistake; it stays written, with who took it back and why. */
import { actorKey } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import { isOpen, settle } from '../standing.ts'
import { changePart, findWeighing, takeTask, voidWeighingRow } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

export const voidWeighing: CommandHandler<typeof Fulfilment.commands.voidWeighing, FulfilmentTables> = async (
  { weighingId, reason },
  context,
) => {
  const { tx, refuse, actor } = context
  const row = await findWeighing(tx, weighingId)
  if (row === undefined) return refuse('no_such_weighing')
  const task = await takeTask(tx, row.order_id)
  if (task === undefined) return refuse('no_such_weighing')
  if (!isOpen(task)) return refuse('wrong_state', { state: task.state })
  const voided = { voided_by: actorKey(actor), void_reason: reason }
  if (!(await voidWeighingRow(tx, weighingId, voided))) return refuse('voided')
  await changePart(tx, row, { pieces: 0, got_pieces: -row.pieces, got_g: -(row.grams ?? 0) })
  await settle(context, task)
  return {}
}
