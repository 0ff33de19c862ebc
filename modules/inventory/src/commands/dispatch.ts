/**
 * The order is shipped: its pieces leave the places where they lie, first to expire first, and the movements
 * are written down.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { movement } from '../movements.ts'
import { takeFrom } from '../rules.ts'
import { insertMovements, placesOf, setPlace } from '../store/lots.ts'
import { linesOf, moveLines } from '../store/stock.ts'
import type { InventoryTables, MovementRow } from '../tables.ts'

/** Takes sold lines out of the lots; zero lines where nothing of the order is waiting to be shipped. */
export const dispatch: CommandHandler<typeof Inventory.commands.dispatch, InventoryTables> = async (
  { orderId },
  context,
) => {
  const { tx } = context
  const lines = await moveLines(tx, orderId, 'dispatch')
  if (lines === 0) return { lines }
  const rows = await linesOf(tx, orderId)
  const skuIds = rows.map((row) => row.sku_id)
  const places = Map.groupBy(await placesOf(tx, skuIds), (place) => place.sku_id)
  const movements: MovementRow[] = []
  for (const row of rows) {
    const parts = takeFrom(places.get(row.sku_id) ?? [], row.pieces)
    if (parts === null) throw new Error(`The lots of ${row.sku_id} hold less than was sold of it.`)
    for (const { place, pieces, grams } of parts) {
      await setPlace(tx, place, place.pieces - pieces, place.weight_g - grams)
      const what = { kind: 'dispatched', order_id: orderId, pieces: -pieces, weight_g: -grams } as const
      movements.push(movement(context, place, what))
    }
  }
  await insertMovements(tx, movements)
  return { lines }
}
