/** The order was called off: nothing of it is packed any more. What is packed already stays. */
import type { CommandHandler } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import { endLines, moveTask } from '../standing.ts'
import type { FulfilmentTables } from '../tables.ts'

export const cancel: CommandHandler<typeof Fulfilment.commands.cancel, FulfilmentTables> = async (
  { orderId },
  context,
) => {
  if (await moveTask(context, orderId, 'cancel')) await endLines(context, orderId, 'cancel')
  return {}
}
