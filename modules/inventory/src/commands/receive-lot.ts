/** Takes a lot into stock: its pieces can be sold from now on. */
import type { CommandHandler } from '@tiantou/platform'
import { Inventory } from '../contract.ts'
import { announceLevels } from '../levels.ts'
import { movement } from '../movements.ts'
import { isPast } from '../rules.ts'
import type { inventorySettings } from '../settings.ts'
import { lotState } from '../states.ts'
import { insertLot, insertMovements, isLocation, putInPlace } from '../store/lots.ts'
import { putStock } from '../store/stock.ts'
import type { InventoryTables } from '../tables.ts'

const mainStore = 'main'

/**
 * Receives a lot. Refuses already_past, no_such_location, and lot_exists where this SKU has a lot of that
 * number.
 */
export const receiveLot: CommandHandler<
  typeof Inventory.commands.receiveLot,
  InventoryTables,
  typeof inventorySettings
> = async (input, context) => {
  const { tx, now, refuse, emit, id } = context
  const { skuId, lotNo, harvestedAt, useBy, pieces, grams, location = mainStore } = input
  if (isPast(harvestedAt, useBy, now)) return refuse('already_past')
  const lotId = id('lot')
  const isNew = await insertLot(tx, {
    id: lotId,
    sku_id: skuId,
    lot_no: lotNo,
    harvested_at: harvestedAt,
    use_by: useBy,
    pieces,
    weight_g: grams,
    received_at: now,
    supplier_id: null,
    state: lotState.initial,
    version: 1,
  })
  if (!isNew) return refuse('lot_exists')
  await putStock(tx, skuId, pieces)
  if (!(await isLocation(tx, location))) return refuse('no_such_location')
  const at = { lot_id: lotId, location, sku_id: skuId }
  await putInPlace(tx, { ...at, use_by: useBy, pieces, weight_g: grams, held: 0, allocated: 0 })
  await insertMovements(tx, [movement(context, at, { kind: 'received', pieces, weight_g: grams })])
  await announceLevels(context, [{ skuId, pieces }])
  emit(Inventory.events.lot_received, { lotId, skuId, pieces })
  return { lotId }
}
