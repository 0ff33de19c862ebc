/** Whose product a lot was when it was received; a product that changes hands later takes no lot with it. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { setSupplier } from '../store/lots.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses no_such_lot. */
export const nameSupplier: CommandHandler<typeof Inventory.commands.nameSupplier, InventoryTables> = async (
  { lotId, supplierId },
  { tx, refuse },
) => ((await setSupplier(tx, lotId, supplierId)) ? {} : refuse('no_such_lot'))
