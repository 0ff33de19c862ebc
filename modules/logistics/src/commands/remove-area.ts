/** Takes a delivery area away. What is booked there is delivered; nothing more is booked. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { deleteArea } from '../store/areas.ts'
import { closeSlots, dropUnbooked } from '../store/slots.ts'
import type { LogisticsTables } from '../tables.ts'

/** Removes an area; one that is not there is fine. */
export const removeArea: CommandHandler<typeof Logistics.commands.removeArea, LogisticsTables> = async (
  { code },
  { tx, now },
) => {
  await deleteArea(tx, code)
  await dropUnbooked(tx, code, now)
  await closeSlots(tx, code, now)
  return {}
}
