/**
 * Holds stock for an order: all lines or none. Where plenty is left a line costs one statement; only where it
 * may have become few is the stock read again.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { announceLevels } from '../levels.ts'
import { inSkuOrder, type Line } from '../rules.ts'
import type { inventorySettings } from '../settings.ts'
import { reservation } from '../states.ts'
import { insertReservations, takeFromPlenty, takeStock } from '../store/stock.ts'
import type { InventoryTables } from '../tables.ts'

/**
 * Takes every line out of stock and writes whose it is. Refuses out_of_stock with the SKU; then nothing is
 * held.
 */
export const reserve: CommandHandler<
  typeof Inventory.commands.reserve,
  InventoryTables,
  typeof inventorySettings
> = async ({ orderId, expiresAt, lines: asked }, { tx, settings, refuse, emit }) => {
  const lines = inSkuOrder(asked)
  await insertReservations(
    tx,
    lines.map(({ skuId, pieces }, i) => ({
      order_id: orderId,
      line_no: i + 1,
      sku_id: skuId,
      pieces,
      state: reservation.initial,
      expires_at: expiresAt,
    })),
  )
  const scarce: Line[] = []
  const plenty = Math.max(settings.fewAtMost, settings.lowAt) + 1
  for (const { skuId, pieces } of lines) {
    if (await takeFromPlenty(tx, { skuId, pieces, least: pieces + plenty })) continue
    if (!(await takeStock(tx, { skuId, pieces, least: pieces }))) {
      return refuse('out_of_stock', { skuId, asked: pieces })
    }
    scarce.push({ skuId, pieces: -pieces })
  }
  if (scarce.length > 0) await announceLevels({ tx, settings, emit }, scarce)
  return {}
}
