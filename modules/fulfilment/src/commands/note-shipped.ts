/** The order left by another door, a partner's warehouse: there is nothing to pack here. */
import type { CommandHandler } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import { moveTask } from '../standing.ts'
import type { FulfilmentTables } from '../tables.ts'

export const noteShipped: CommandHandler<typeof Fulfilment.commands.noteShipped, FulfilmentTables> = async (
  { orderId },
  context,
) => {
  await moveTask(context, orderId, 'ship')
  return {}
}
