/** Moves pieces of a lot from one place to another (移库). What can be sold stays the same. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { movement } from '../movements.ts'
import { weightOf } from '../rules.ts'
import { findLot, findPlace, insertMovements, isLocation, putInPlace, setPlace } from '../store/lots.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses same_place, no_such_lot, no_such_location, not_so_much and allocated. */
export const moveLot: CommandHandler<typeof Inventory.commands.moveLot, InventoryTables> = async (
  { lotId, from, to, pieces },
  context,
) => {
  const { tx, refuse } = context
  if (from === to) return refuse('same_place')
  if ((await findLot(tx, lotId)) === undefined) return refuse('no_such_lot')
  if (!(await isLocation(tx, to))) return refuse('no_such_location')
  const place = await findPlace(tx, lotId, from)
  if (place === undefined || place.pieces < pieces)
    return refuse('not_so_much', { pieces: place?.pieces ?? 0 })
  if (place.pieces - place.allocated < pieces)
    return refuse('allocated', { free: place.pieces - place.allocated })
  const grams = weightOf(place, pieces)
  await setPlace(tx, place, place.pieces - pieces, place.weight_g - grams)
  const there = { ...place, location: to }
  await putInPlace(tx, { ...there, pieces, weight_g: grams, allocated: 0 })
  await insertMovements(tx, [
    movement(context, place, { kind: 'moved_out', pieces: -pieces, weight_g: -grams }),
    movement(context, there, { kind: 'moved_in', pieces, weight_g: grams }),
  ])
  return {}
}
