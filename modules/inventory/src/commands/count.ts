/** Says how much of a lot truly lies in one place (盘点); stock follows, and the difference is written down. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { movement } from '../movements.ts'
import type { inventorySettings } from '../settings.ts'
import { findLot, findPlace, isLocation, putInPlace } from '../store/lots.ts'
import { putStock } from '../store/stock.ts'
import { leaveIn, withdraw } from '../take-away.ts'
import type { InventoryTables, PlaceRow } from '../tables.ts'

/** Refuses no_such_lot, no_such_location, and promised where orders wait for what is missing. */
export const count: CommandHandler<
  typeof Inventory.commands.count,
  InventoryTables,
  typeof inventorySettings
> = async ({ lotId, location, pieces, note = '', ...said }, context) => {
  const { tx, refuse } = context
  const grams = pieces === 0 ? 0 : said.grams
  const lot = await findLot(tx, lotId)
  if (lot === undefined) return refuse('no_such_lot')
  if (!(await isLocation(tx, location))) return refuse('no_such_location')
  const at: PlaceRow = {
    lot_id: lotId,
    location,
    sku_id: lot.sku_id,
    use_by: lot.use_by,
    pieces: 0,
    weight_g: 0,
  }
  const found = await findPlace(tx, lotId, location)
  const place = found ?? at
  const difference = pieces - place.pieces
  const weight_g = grams - place.weight_g
  if (difference === 0 && weight_g === 0) return { difference }
  if (difference > 0) await putStock(tx, lot.sku_id, difference)
  if (difference < 0) {
    const short = await withdraw(context, lot.sku_id, -difference)
    if (short !== null) return refuse('promised', short)
  }
  if (found === undefined) await putInPlace(tx, at)
  const what = { kind: 'counted', pieces: difference, weight_g, note } as const
  await leaveIn(context, place, { pieces, grams }, movement(context, place, what))
  return { difference }
}
