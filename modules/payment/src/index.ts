/** Module payment: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { payments } from '../migrations/0001-payments.ts'
import { refunds } from '../migrations/0003-refunds.ts'
import { refundsByHand } from '../migrations/0004-refunds-by-hand.ts'
import { forgetting } from '../migrations/0002-forgetting.ts'
import { beginAttempt } from './commands/begin-attempt.ts'
import { close } from './commands/close.ts'
import { eraseUser } from './commands/erase-user.ts'
import { confirmByHand, refundByHand, retryRefund } from './commands/failed-refund.ts'
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
  failedRefunds,
  get,
  ofOrder,
  openAttempts,
  pendingRefunds,
  refunds as allRefunds,
  silent,
  taken,
} from './queries.ts'
import type { PaymentTables } from './tables.ts'

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
    retryRefund,
    refundByHand,
    confirmByHand,
    eraseUser,
    forgetExpired,
  },
  queries: {
    failedRefunds,
    get,
    ofOrder,
    silent,
    openAttempts,
    pendingRefunds,
    taken,
    refunds: allRefunds,
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
  migrations: [payments, forgetting, refunds, refundsByHand],
  settings: {},
  jobs,
  ports: ['wechat-pay'],
})
