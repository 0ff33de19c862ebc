/** Takes pieces of a lot out of stock that nobody can sell: spoiled, damaged, sampled, lost (报损). */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { movement } from '../movements.ts'
import { weightOf } from '../rules.ts'
import type { inventorySettings } from '../settings.ts'
import { findLot, findPlace } from '../store/lots.ts'
import { leaveIn, withdrawFrom } from '../take-away.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses no_such_lot, not_so_much, and allocated or promised where orders wait for the pieces. */
export const writeOff: CommandHandler<
  typeof Inventory.commands.writeOff,
  InventoryTables,
  typeof inventorySettings
> = async ({ lotId, location, pieces, reason, note = '' }, context) => {
  const { tx, refuse } = context
  const lot = await findLot(tx, lotId)
  if (lot === undefined) return refuse('no_such_lot')
  const short = await withdrawFrom(context, lot, pieces)
  const place = await findPlace(tx, lotId, location)
  if (place === undefined || place.pieces < pieces)
    return refuse('not_so_much', { pieces: place?.pieces ?? 0 })
  if (place.pieces - place.allocated < pieces)
    return refuse('allocated', { free: place.pieces - place.allocated })
  if (short !== null) return refuse('promised', short)
  const grams = weightOf(place, pieces)
  const left = { pieces: place.pieces - pieces, grams: place.weight_g - grams }
  const what = { kind: 'written_off', pieces: -pieces, weight_g: -grams, reason, note } as const
  await leaveIn(context, place, left, movement(context, place, what))
  return { left: left.pieces }
}
