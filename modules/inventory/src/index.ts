/** Module inventory: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { inventory } from '../migrations/0001-inventory.ts'
import { places } from '../migrations/0002-places.ts'
import { addLocation } from './commands/add-location.ts'
import { commit } from './commands/commit.ts'
import { count } from './commands/count.ts'
import { dispatch } from './commands/dispatch.ts'
import { expireHolds } from './commands/expire-holds.ts'
import { expireLots } from './commands/expire-lots.ts'
import { moveLot } from './commands/move-lot.ts'
import { receiveLot } from './commands/receive-lot.ts'
import { release } from './commands/release.ts'
import { reserve } from './commands/reserve.ts'
import { setLowAt } from './commands/set-low-at.ts'
import { writeOff } from './commands/write-off.ts'
import { Inventory } from './contract.ts'
import { inventoryJobs } from './jobs.ts'
import { locations, movements, stock, stockOf } from './keeping-queries.ts'
import { availability } from './queries.ts'
import { inventorySettings } from './settings.ts'
import type { InventoryTables } from './tables.ts'

/** Lots by place, stock per SKU, reservations with an expiry. */
export const inventoryModule = defineModule<InventoryTables>()(Inventory, {
  commands: {
    receiveLot,
    reserve,
    release,
    commit,
    dispatch,
    expireHolds,
    expireLots,
    addLocation,
    writeOff,
    count,
    moveLot,
    setLowAt,
  },
  queries: { availability, locations, stock, stockOf, movements },
  effects: {},
  migrations: [inventory, places],
  settings: inventorySettings,
  jobs: inventoryJobs,
})
