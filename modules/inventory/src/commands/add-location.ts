/** Adds a place where lots lie. */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { insertLocation } from '../store/lots.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses location_exists. */
export const addLocation: CommandHandler<typeof Inventory.commands.addLocation, InventoryTables> = async (
  { code, name },
  { tx, now, refuse },
) => ((await insertLocation(tx, { code, name, created_at: now })) ? {} : refuse('location_exists'))
