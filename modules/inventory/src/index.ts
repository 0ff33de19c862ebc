/** Module inventory: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { inventory } from '../migrations/0001-inventory.ts'
import { places } from '../migrations/0002-places.ts'
import { allocations as allocationsMigration } from '../migrations/0003-allocations.ts'
import { lotSuppliers } from '../migrations/0004-lot-suppliers.ts'
import { addLocation } from './commands/add-location.ts'
import { allocate } from './commands/allocate.ts'
import { commit } from './commands/commit.ts'
import { count } from './commands/count.ts'
import { decideCount } from './commands/decide-count.ts'
import { dispatch } from './commands/dispatch.ts'
import { expireHolds } from './commands/expire-holds.ts'
import { expireLots } from './commands/expire-lots.ts'
import { findBad } from './commands/find-bad.ts'
import { moveLot } from './commands/move-lot.ts'
import { nameSupplier } from './commands/name-supplier.ts'
import { receiveLot } from './commands/receive-lot.ts'
import { release } from './commands/release.ts'
import { reserve } from './commands/reserve.ts'
import { setAside } from './commands/set-aside.ts'
import { setLowAt } from './commands/set-low-at.ts'
import { shorten } from './commands/shorten.ts'
import { shrink } from './commands/shrink.ts'
import { holdLot, recallLot, releaseLot } from './commands/stop-lot.ts'
import { swap } from './commands/swap.ts'
import { writeOff } from './commands/write-off.ts'
import { Inventory } from './contract.ts'
import { inventoryJobs } from './jobs.ts'
import { counts, locations, movements, stock, stockOf } from './keeping-queries.ts'
import { allocations, lot, lotFacts, lotsFrom } from './lot-queries.ts'
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
    decideCount,
    shrink,
    allocate,
    setAside,
    findBad,
    shorten,
    swap,
    holdLot,
    releaseLot,
    recallLot,
    nameSupplier,
  },
  queries: {
    availability,
    locations,
    stock,
    stockOf,
    movements,
    counts,
    allocations,
    lot,
    lotsFrom,
    lotFacts,
  },
  effects: {},
  migrations: [inventory, places, allocationsMigration, lotSuppliers],
  settings: inventorySettings,
  jobs: inventoryJobs,
})
