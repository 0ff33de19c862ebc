/** Gives the held stock of one order back: its payment timed out, or a flow undoes its step. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { giveBack } from '../give-back.ts'
import type { inventorySettings } from '../settings.ts'
import type { InventoryTables } from '../tables.ts'

/** Releases the order's holds. What is sold, dispatched or released already stays as it is. */
export const release: CommandHandler<
  typeof Inventory.commands.release,
  InventoryTables,
  typeof inventorySettings
> = async ({ orderId }, { tx, settings, emit }) => ({
  lines: await giveBack({ tx, settings, emit }, orderId),
})
