/**
 * Module order: its contract tied to its code. Read this first; everything else is one file per thing named
 * here.
 */
import { defineModule } from '@tiantou/platform'
import { orders } from '../migrations/0001-orders.ts'
import { waiting } from '../migrations/0002-waiting.ts'
import { forgetting } from '../migrations/0003-forgetting.ts'
import { sellers } from '../migrations/0004-sellers.ts'
import { autoConfirm } from './commands/auto-confirm.ts'
import { cancel } from './commands/cancel.ts'
import { confirm } from './commands/confirm.ts'
import { deliver } from './commands/deliver.ts'
import { eraseUser } from './commands/erase-user.ts'
import { forgetExpired } from './commands/forget-expired.ts'
import { markPaid } from './commands/mark-paid.ts'
import { markRefunded } from './commands/mark-refunded.ts'
import { place } from './commands/place.ts'
import { remind } from './commands/remind.ts'
import { ship } from './commands/ship.ts'
import { timeOut } from './commands/time-out.ts'
import { withdraw } from './commands/withdraw.ts'
import { Order } from './contract.ts'
import { jobs } from './jobs.ts'
import { ofUser, underWay } from './privacy-queries.ts'
import {
  get,
  goods,
  list,
  overdue,
  parts,
  quote,
  returned,
  staffGet,
  staffList,
  unconfirmed,
} from './queries.ts'
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
    autoConfirm,
    remind,
    eraseUser,
    forgetExpired,
  },
  queries: {
    get,
    goods,
    list,
    overdue,
    parts,
    quote,
    returned,
    staffGet,
    staffList,
    unconfirmed,
    underWay,
    ofUser,
  },
  effects: {},
  migrations: [orders, waiting, forgetting, sellers],
  settings: orderSettings,
  jobs,
})
