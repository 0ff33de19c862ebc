/** Module payment: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { payments } from '../migrations/0001-payments.ts'
import { refunds } from '../migrations/0003-refunds.ts'
import { forgetting } from '../migrations/0002-forgetting.ts'
import { trades as tradeTimes } from '../migrations/0004-trades.ts'
import { beginAttempt } from './commands/begin-attempt.ts'
import { close } from './commands/close.ts'
import { eraseUser } from './commands/erase-user.ts'
import { forgetExpired } from './commands/forget-expired.ts'
import { open } from './commands/open.ts'
import { recordClosed } from './commands/record-closed.ts'
import { recordFact } from './commands/record-fact.ts'
import { recordRefund } from './commands/record-refund.ts'
import { recordSilence } from './commands/record-silence.ts'
import { refund } from './commands/refund.ts'
import { recordStart } from './commands/record-start.ts'
import { Payment } from './contract.ts'
import {
  askChannel,
  channelsOffered,
  closeAtChannel,
  type PaymentPorts,
  refundAtChannel,
  appOfChannel,
  startAtChannel,
  verifyCallback,
} from './effects.ts'
import { jobs } from './jobs.ts'
import { ofUser } from './privacy-queries.ts'
import {
  get,
  ofOrder,
  openAttempts,
  pendingRefunds,
  refunds as allRefunds,
  silent,
  taken,
} from './queries.ts'
import type { PaymentTables } from './tables.ts'
import { trades, tradesByNumber } from './trade-queries.ts'

export const paymentModule = defineModule<PaymentTables, PaymentPorts>()(Payment, {
  commands: {
    open,
    beginAttempt,
    recordStart,
    recordFact,
    recordSilence,
    close,
    refund,
    recordClosed,
    recordRefund,
    eraseUser,
    forgetExpired,
  },
  queries: {
    get,
    ofOrder,
    silent,
    openAttempts,
    pendingRefunds,
    taken,
    refunds: allRefunds,
    trades,
    tradesByNumber,
    ofUser,
  },
  effects: {
    channelsOffered,
    appOfChannel,
    startAtChannel,
    askChannel,
    closeAtChannel,
    refundAtChannel,
    verifyCallback,
  },
  migrations: [payments, forgetting, refunds, tradeTimes],
  settings: {},
  jobs,
  ports: ['wechat-pay'],
})
