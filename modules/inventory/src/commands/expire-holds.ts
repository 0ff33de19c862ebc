/** A safety net behind the order's own timer: frees holds that nobody released long after they expired. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { giveBack } from '../give-back.ts'
import type { inventorySettings } from '../settings.ts'
import { expiredOrders } from '../store/stock.ts'
import type { InventoryTables } from '../tables.ts'

/** Orders freed by one firing; the next firing takes the rest. */
const most = 50

/** Frees holds that expired before that time. */
export const expireHolds: CommandHandler<
  typeof Inventory.commands.expireHolds,
  InventoryTables,
  typeof inventorySettings
> = async ({ before }, { tx, settings, emit }) => {
  let orders = 0
  for (const orderId of await expiredOrders(tx, before, most)) {
    if ((await giveBack({ tx, settings, emit }, orderId, 'expire')) > 0) orders += 1
  }
  return { orders }
}
