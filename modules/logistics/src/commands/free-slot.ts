/** The order was called off, or its checkout could not be finished: its place is free again. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { bookingOf, endBooking, givePlace } from '../store/slots.ts'
import type { LogisticsTables } from '../tables.ts'

/** Once and no more; an order without a place is fine. */
export const freeSlot: CommandHandler<typeof Logistics.commands.freeSlot, LogisticsTables> = async (
  { orderId },
  { tx, now },
) => {
  if (!(await endBooking(tx, orderId, 'free', now))) return {}
  const ended = await bookingOf(tx, orderId)
  if (ended !== undefined) await givePlace(tx, ended.slot_id)
  return {}
}
