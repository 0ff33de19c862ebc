/**
 * Picks the lots that a paid order gets: of what can be sold and lasts long enough, the first to expire.
 * Never more than the order has bought and not got yet, so that it can be asked again at any time.
 */
import type { CommandHandler } from '@tiantou/platform'
import { openPartsOf, takeFree } from '../allocating.ts'
import type { Inventory } from '../contract.ts'
import { roomOf } from '../rules.ts'
import { queueFor } from '../store/allocations.ts'
import { linesOf } from '../store/stock.ts'
import type { InventoryTables } from '../tables.ts'

export const allocate: CommandHandler<typeof Inventory.commands.allocate, InventoryTables> = async (
  { orderId, lines },
  { tx },
) => {
  const wanted = [...lines].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
  await queueFor(
    tx,
    wanted.map((line) => line.skuId),
  )
  const room = roomOf(await linesOf(tx, orderId), await openPartsOf(tx, orderId))
  const parts = []
  const missing = []
  for (const line of wanted) {
    const { skuId } = line
    const pieces = Math.min(line.pieces, room.get(skuId) ?? 0)
    const taken = pieces === 0 ? [] : await takeFree(tx, orderId, { ...line, pieces })
    for (const { place, pieces: part } of taken) {
      const { lot_id: lotId, lot_no: lotNo, location, use_by: useBy } = place
      parts.push({ skuId, lotId, lotNo, location, useBy, pieces: part })
    }
    const short = pieces - taken.reduce((sum, part) => sum + part.pieces, 0)
    if (short > 0) missing.push({ skuId, pieces: short })
  }
  return { parts, missing }
}
