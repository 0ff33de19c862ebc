/** The order gets fewer pieces than it bought: what it does not get is promised to nobody any more. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { giveUp } from '../give-up.ts'
import type { inventorySettings } from '../settings.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses not_promised. */
export const shorten: CommandHandler<
  typeof Inventory.commands.shorten,
  InventoryTables,
  typeof inventorySettings
> = async ({ orderId, skuId, pieces }, context) =>
  (await giveUp(context, orderId, { skuId, pieces })) ? {} : context.refuse('not_promised')
