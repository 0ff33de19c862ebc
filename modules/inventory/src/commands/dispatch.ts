/**
 * The order is shipped: its pieces leave the lots, first to expire first, and the movements are written down.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { takeFromLots } from '../rules.ts'
import { insertMovements, linesOf, lotsLeft, moveLines, takeFromLot } from '../store.ts'
import type { InventoryTables, MovementRow } from '../tables.ts'

/** Takes sold lines out of the lots; zero lines where nothing of the order is waiting to be shipped. */
export const dispatch: CommandHandler<typeof Inventory.commands.dispatch, InventoryTables> = async (
  { orderId },
  { tx, now, id },
) => {
  const lines = await moveLines(tx, orderId, 'dispatch')
  if (lines === 0) return { lines }
  const rows = await linesOf(tx, orderId)
  const lots = Map.groupBy(
    await lotsLeft(
      tx,
      rows.map((row) => row.sku_id),
    ),
    (lot) => lot.sku_id,
  )
  const movements: MovementRow[] = []
  for (const row of rows) {
    const parts = takeFromLots(lots.get(row.sku_id) ?? [], row.pieces)
    if (parts === null) throw new Error(`The lots of ${row.sku_id} hold less than was sold of it.`)
    for (const { lotId, pieces } of parts) {
      if (!(await takeFromLot(tx, lotId, pieces))) throw new Error(`Lot ${lotId} was emptied meanwhile.`)
      movements.push({
        id: id('mov'),
        kind: 'dispatched',
        sku_id: row.sku_id,
        lot_id: lotId,
        order_id: orderId,
        pieces,
        at: now,
      })
    }
  }
  await insertMovements(tx, movements)
  return { lines }
}
