/**
 * Module order: its contract tied to its code. Read this first; everything else is one file per thing named
 * here.
 */
import { defineModule } from '@tiantou/platform'
import { orders } from '../migrations/0001-orders.ts'
import { forgetting } from '../migrations/0002-forgetting.ts'
import { cancel } from './commands/cancel.ts'
import { confirm } from './commands/confirm.ts'
import { deliver } from './commands/deliver.ts'
import { eraseUser } from './commands/erase-user.ts'
import { forgetExpired } from './commands/forget-expired.ts'
import { markPaid } from './commands/mark-paid.ts'
import { markRefunded } from './commands/mark-refunded.ts'
import { place } from './commands/place.ts'
import { ship } from './commands/ship.ts'
import { timeOut } from './commands/time-out.ts'
import { withdraw } from './commands/withdraw.ts'
import { Order } from './contract.ts'
import { jobs } from './jobs.ts'
import { ofUser, underWay } from './privacy-queries.ts'
import { get, list, overdue, quote, staffList } from './queries.ts'
import { orderSettings } from './settings.ts'
import type { OrderTables } from './tables.ts'

export const orderModule = defineModule<OrderTables>()(Order, {
  commands: {
    place,
    withdraw,
    cancel,
    timeOut,
    markPaid,
    markRefunded,
    ship,
    deliver,
    confirm,
    eraseUser,
    forgetExpired,
  },
  queries: { get, list, staffList, quote, overdue, underWay, ofUser },
  effects: {},
  migrations: [orders, forgetting],
  settings: orderSettings,
  jobs,
})
