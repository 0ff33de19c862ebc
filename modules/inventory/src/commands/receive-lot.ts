/** Takes a lot into stock: its pieces can be sold from now on. */
import type { CommandHandler } from '@tiantou/platform'
import { announceBands } from '../bands.ts'
import { Inventory } from '../contract.ts'
import { isPast } from '../rules.ts'
import type { inventorySettings } from '../settings.ts'
import { insertLot, insertMovements, putStock } from '../store.ts'
import type { InventoryTables } from '../tables.ts'

/** Receives a lot. Refuses already_past, and lot_exists where this SKU has a lot of that number. */
export const receiveLot: CommandHandler<
  typeof Inventory.commands.receiveLot,
  InventoryTables,
  typeof inventorySettings
> = async (input, { tx, now, settings, refuse, emit, id }) => {
  const { skuId, lotNo, harvestedAt, useBy, pieces, grams } = input
  if (isPast(harvestedAt, useBy, now)) return refuse('already_past')
  const lotId = id('lot')
  const isNew = await insertLot(tx, {
    id: lotId,
    sku_id: skuId,
    lot_no: lotNo,
    harvested_at: harvestedAt,
    use_by: useBy,
    pieces,
    left_pieces: pieces,
    weight_g: grams,
    received_at: now,
  })
  if (!isNew) return refuse('lot_exists')
  await putStock(tx, skuId, pieces)
  await insertMovements(tx, [
    { id: id('mov'), kind: 'received', sku_id: skuId, lot_id: lotId, order_id: null, pieces, at: now },
  ])
  await announceBands({ tx, settings, emit }, [{ skuId, pieces }])
  emit(Inventory.events.lot_received, { lotId, skuId, pieces })
  return { lotId }
}
