/** Takes weight out of stock whose pieces stay: trimmed off, dried out (损耗). */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { movement } from '../movements.ts'
import { findLot, findPlace, insertMovements, setPlace } from '../store/lots.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses no_such_lot and not_so_heavy. */
export const shrink: CommandHandler<typeof Inventory.commands.shrink, InventoryTables> = async (
  { lotId, location, grams, reason, note = '' },
  context,
) => {
  const { tx, refuse } = context
  if ((await findLot(tx, lotId)) === undefined) return refuse('no_such_lot')
  const place = await findPlace(tx, lotId, location)
  if (place === undefined || place.weight_g < grams)
    return refuse('not_so_heavy', { grams: place?.weight_g ?? 0 })
  const leftGrams = place.weight_g - grams
  await setPlace(tx, place, place.pieces, leftGrams)
  const what = { kind: 'shrunk', pieces: 0, weight_g: -grams, reason, note } as const
  await insertMovements(tx, [movement(context, place, what)])
  return { leftGrams }
}
