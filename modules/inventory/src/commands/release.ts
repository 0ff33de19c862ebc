/** Gives the stock of one order back: it was called off, paid or not, or a flow undoes its step. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { giveBack } from '../give-back.ts'
import type { inventorySettings } from '../settings.ts'
import type { InventoryTables } from '../tables.ts'

/** Releases what the order holds or has bought. What is dispatched or released already stays as it is. */
export const release: CommandHandler<
  typeof Inventory.commands.release,
  InventoryTables,
  typeof inventorySettings
> = async ({ orderId }, { tx, settings, emit }) => ({
  lines: await giveBack({ tx, settings, emit }, orderId, 'release'),
})
