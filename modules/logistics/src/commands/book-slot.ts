/** Takes one place in a slot for an order. The slot's row is the hot one: it is counted, never read first. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { codeBlind } from '../pickup-code.ts'
import { booking } from '../states.ts'
import { insertBooking, slotById, takePlace } from '../store/slots.ts'
import type { LogisticsTables } from '../tables.ts'

/** Refuses no_such_slot, cutoff_passed, slot_full (closed ones too), code_taken. */
export const bookSlot: CommandHandler<typeof Logistics.commands.bookSlot, LogisticsTables> = async (
  { orderId, slotId, pickup },
  { tx, now, secrets, refuse },
) => {
  if (!(await takePlace(tx, slotId, now))) {
    const slot = await slotById(tx, slotId)
    if (slot === undefined) return refuse('no_such_slot')
    return refuse(slot.cutoff_at <= now ? 'cutoff_passed' : 'slot_full')
  }
  const isNew = await insertBooking(tx, {
    order_id: orderId,
    slot_id: slotId,
    state: booking.initial,
    booked_at: now,
    closed_at: null,
    point_code: pickup?.pointCode ?? null,
    code_blind: pickup === null ? null : codeBlind(secrets, pickup.code),
  })
  return isNew ? {} : refuse('code_taken')
}
