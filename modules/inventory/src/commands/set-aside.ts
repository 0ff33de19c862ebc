/**
 * The order is packed: what its parcels hold stays its own, whatever becomes of the lots. Refused where it is
 * not what is allocated, because a lot was stopped at that moment.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { packAllocations } from '../store/allocations.ts'
import type { InventoryTables } from '../tables.ts'

const sorted = (parts: readonly { lotId: string; location: string; pieces: number }[]): string[] => {
  const bySpot = new Map<string, number>()
  for (const { lotId, location, pieces } of parts) {
    const spot = `${lotId} ${location}`
    bySpot.set(spot, (bySpot.get(spot) ?? 0) + pieces)
  }
  return [...bySpot].map(([spot, pieces]) => `${spot} ${pieces}`).sort()
}

/** Refuses not_allocated. */
export const setAside: CommandHandler<typeof Inventory.commands.setAside, InventoryTables> = async (
  { orderId, parts },
  { tx, refuse },
) => {
  const rows = await packAllocations(tx, orderId)
  const known = rows.map(({ lot_id: lotId, location, pieces }) => ({ lotId, location, pieces }))
  return sorted(known).join() === sorted(parts).join() ? {} : refuse('not_allocated')
}
