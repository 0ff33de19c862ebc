/** Closes or opens one slot, or changes how many it takes. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { setSlot } from '../store/slots.ts'
import type { LogisticsTables } from '../tables.ts'

/** Refuses no_such_slot. Fewer places than are booked: nobody else gets in. */
export const changeSlot: CommandHandler<typeof Logistics.commands.changeSlot, LogisticsTables> = async (
  { slotId, capacity, closed },
  { tx, refuse },
) => ((await setSlot(tx, slotId, { capacity, closed: Number(closed) })) ? {} : refuse('no_such_slot'))
