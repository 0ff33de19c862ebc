/**
 * Module order: its contract tied to its code. Read this first; everything else is one file per thing named
 * here.
 */
import { defineModule } from '@tiantou/platform'
import { orders } from '../migrations/0001-orders.ts'
import { waiting } from '../migrations/0002-waiting.ts'
import { forgetting } from '../migrations/0003-forgetting.ts'
import { sellers } from '../migrations/0004-sellers.ts'
import { packing } from '../migrations/0005-packing.ts'
import { bearers } from '../migrations/0006-bearers.ts'
import { road } from '../migrations/0007-road.ts'
import { resends } from '../migrations/0008-resends.ts'
import { autoConfirm } from './commands/auto-confirm.ts'
import { callOffRecalled, callOffShort } from './commands/house-calls-off.ts'
import { cancel } from './commands/cancel.ts'
import { confirm } from './commands/confirm.ts'
import { deliver } from './commands/deliver.ts'
import { eraseUser } from './commands/erase-user.ts'
import { forgetExpired } from './commands/forget-expired.ts'
import { markPacked } from './commands/mark-packed.ts'
import { markPaid } from './commands/mark-paid.ts'
import { markRefunded } from './commands/mark-refunded.ts'
import { place } from './commands/place.ts'
import { placeResend } from './commands/place-resend.ts'
import { recordReturn } from './commands/record-return.ts'
import { remind } from './commands/remind.ts'
import { ship } from './commands/ship.ts'
import { timeOut } from './commands/time-out.ts'
import { withdraw } from './commands/withdraw.ts'
import { Order } from './contract.ts'
import { jobs } from './jobs.ts'
import { ofUser, underWay } from './privacy-queries.ts'
import { claimable, kept, receiver, returned, toPack } from './packing-queries.ts'
import { get, goods, list, overdue, parts, quote, staffGet, staffList, unconfirmed } from './queries.ts'
import { orderSettings } from './settings.ts'
import type { OrderTables } from './tables.ts'

export const orderModule = defineModule<OrderTables>()(Order, {
  commands: {
    place,
    placeResend,
    withdraw,
    cancel,
    timeOut,
    markPaid,
    markRefunded,
    markPacked,
    callOffShort,
    callOffRecalled,
    recordReturn,
    ship,
    deliver,
    confirm,
    autoConfirm,
    remind,
    eraseUser,
    forgetExpired,
  },
  queries: {
    claimable,
    get,
    goods,
    list,
    overdue,
    parts,
    quote,
    receiver,
    returned,
    staffGet,
    staffList,
    kept,
    toPack,
    unconfirmed,
    underWay,
    ofUser,
  },
  effects: {},
  migrations: [orders, waiting, forgetting, sellers, packing, bearers, road, resends],
  settings: orderSettings,
  jobs,
})
