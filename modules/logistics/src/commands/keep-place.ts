/** Keeps where an address lies, under a blind index of its text: no person, and readable by nobody else. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { addressBlind, pointPlace } from '../places.ts'
import { putPlace } from '../store/areas.ts'
import type { LogisticsTables } from '../tables.ts'

export const keepPlace: CommandHandler<typeof Logistics.commands.keepPlace, LogisticsTables> = async (
  { text, point },
  { tx, now, secrets },
) => {
  const address_blind = addressBlind(secrets, text)
  const point_sealed = point === null ? null : secrets.seal(JSON.stringify(point), pointPlace(address_blind))
  await putPlace(tx, { address_blind, point_sealed, found_at: now })
  return {}
}
