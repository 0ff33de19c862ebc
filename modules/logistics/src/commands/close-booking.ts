/** The goods are there: the place was used, and the code that fetched them may serve another order. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { endBooking } from '../store/slots.ts'
import type { LogisticsTables } from '../tables.ts'

export const closeBooking: CommandHandler<typeof Logistics.commands.closeBooking, LogisticsTables> = async (
  { orderId },
  { tx, now },
) => {
  await endBooking(tx, orderId, 'use', now)
  return {}
}
