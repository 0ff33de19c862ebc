/** Says from how many pieces on a SKU counts as low. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { setLowMark } from '../store/stock.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses no_such_stock. */
export const setLowAt: CommandHandler<typeof Inventory.commands.setLowAt, InventoryTables> = async (
  { skuId, lowAt },
  { tx, refuse },
) => ((await setLowMark(tx, skuId, lowAt)) ? {} : refuse('no_such_stock'))
