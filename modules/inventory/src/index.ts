/** Module inventory: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { inventory } from '../migrations/0001-inventory.ts'
import { commit } from './commands/commit.ts'
import { dispatch } from './commands/dispatch.ts'
import { expireHolds } from './commands/expire-holds.ts'
import { receiveLot } from './commands/receive-lot.ts'
import { release } from './commands/release.ts'
import { reserve } from './commands/reserve.ts'
import { Inventory } from './contract.ts'
import { inventoryJobs } from './jobs.ts'
import { availability } from './queries.ts'
import { inventorySettings } from './settings.ts'
import type { InventoryTables } from './tables.ts'

/** Lots, stock per SKU, reservations with an expiry. */
export const inventoryModule = defineModule<InventoryTables>()(Inventory, {
  commands: { receiveLot, reserve, release, commit, dispatch, expireHolds },
  queries: { availability },
  effects: {},
  migrations: [inventory],
  settings: inventorySettings,
  jobs: inventoryJobs,
})
