/** The order gets pieces of another SKU instead: they are taken from what can be sold, or nothing changes. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { giveUp } from '../give-up.ts'
import { announceLevels } from '../levels.ts'
import type { inventorySettings } from '../settings.ts'
import { promiseMore, takeStock } from '../store/stock.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses none_left and not_promised. */
export const swap: CommandHandler<
  typeof Inventory.commands.swap,
  InventoryTables,
  typeof inventorySettings
> = async ({ orderId, out, into }, context) => {
  const { tx, refuse } = context
  if (!(await takeStock(tx, { ...into, least: into.pieces }))) return refuse('none_left')
  if (!(await giveUp(context, orderId, out))) return refuse('not_promised')
  await promiseMore(tx, orderId, into)
  await announceLevels(context, [{ skuId: into.skuId, pieces: -into.pieces }])
  return {}
}
