/** The order is paid: its held stock is sold. Stock itself does not change, so no hot row is touched. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { moveLines } from '../store/stock.ts'
import type { InventoryTables } from '../tables.ts'

/** Sells the order's holds; zero lines where it holds nothing (any more). */
export const commit: CommandHandler<typeof Inventory.commands.commit, InventoryTables> = async (
  { orderId },
  { tx },
) => ({ lines: await moveLines(tx, orderId, 'commit') })
