/**
 * The packer holds pieces that nobody can eat. They leave stock although they were promised: what can be sold
 * may fall below zero, until the order gets other pieces or is told that there are none.
 */
import type { CommandHandler } from '@tiantou/platform'
import { letGo, openPartsOf } from '../allocating.ts'
import type { Inventory } from '../contract.ts'
import { announceLevels } from '../levels.ts'
import { movement } from '../movements.ts'
import { weightOf } from '../rules.ts'
import type { inventorySettings } from '../settings.ts'
import { queueFor } from '../store/allocations.ts'
import { findLot, findPlace } from '../store/lots.ts'
import { putStock } from '../store/stock.ts'
import { leaveIn } from '../take-away.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses not_allocated. */
export const findBad: CommandHandler<
  typeof Inventory.commands.findBad,
  InventoryTables,
  typeof inventorySettings
> = async ({ orderId, lotId, location, pieces, reason }, context) => {
  const { tx, refuse } = context
  const lot = await findLot(tx, lotId)
  if (lot === undefined) return refuse('not_allocated')
  await queueFor(tx, [lot.sku_id])
  const parts = await openPartsOf(tx, orderId)
  const part = parts.find((one) => one.lot_id === lotId && one.location === location)
  if (part === undefined || part.pieces < pieces) return refuse('not_allocated')
  const freed = await letGo(tx, part, pieces)
  if (freed > 0) await putStock(tx, lot.sku_id, -freed)
  const place = await findPlace(tx, lotId, location)
  if (place === undefined) throw new Error(`Lot ${lotId} is allocated at ${location} and does not lie there.`)
  const grams = weightOf(place, pieces)
  const left = { pieces: place.pieces - pieces, grams: place.weight_g - grams }
  const what = { kind: 'written_off', pieces: -pieces, weight_g: -grams, reason, order_id: orderId } as const
  await leaveIn(context, place, left, movement(context, place, what))
  if (place.held === 1) await announceLevels(context, [{ skuId: lot.sku_id, pieces: -pieces }])
  return {}
}
