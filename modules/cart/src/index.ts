/** Module cart: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { cart } from '../migrations/0001-cart.ts'
import { add } from './commands/add.ts'
import { gather } from './commands/gather.ts'
import { eraseUser } from './commands/erase-user.ts'
import { merge } from './commands/merge.ts'
import { put } from './commands/put.ts'
import { remove } from './commands/remove.ts'
import { sweepGuests } from './commands/sweep-guests.ts'
import { take } from './commands/take.ts'
import { Cart } from './contract.ts'
import { sweep } from './jobs.ts'
import { lines, ofUser } from './queries.ts'
import type { CartTables } from './tables.ts'

/** The lines that shoppers and guests mean to buy. */
export const cartModule = defineModule<CartTables>()(Cart, {
  commands: { put, add, remove, merge, gather, sweepGuests, take, eraseUser },
  queries: { lines, ofUser },
  effects: {},
  migrations: [cart],
  settings: {},
  jobs: [sweep],
})
