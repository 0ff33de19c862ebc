/** Module payment: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { payments } from '../migrations/0001-payments.ts'
import { shipments } from '../migrations/0005-shipments.ts'
import { refunds } from '../migrations/0003-refunds.ts'
import { refundsByHand } from '../migrations/0004-refunds-by-hand.ts'
import { forgetting } from '../migrations/0002-forgetting.ts'
import { trades as tradeTimes } from '../migrations/0006-trades.ts'
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
import { noteShipment, recordShipment, retryShipment } from './commands/shipment.ts'
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
  tellShipment,
  verifyCallback,
} from './effects.ts'
import { jobs } from './jobs.ts'
import { ofUser } from './privacy-queries.ts'
import {
  dueShipments,
  failedRefunds,
  get,
  ofOrder,
  openAttempts,
  pendingRefunds,
  refunds as allRefunds,
  silent,
  stuckShipments,
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
    retryRefund,
    noteShipment,
    recordShipment,
    retryShipment,
    refundByHand,
    confirmByHand,
    eraseUser,
    forgetExpired,
  },
  queries: {
    dueShipments,
    stuckShipments,
    failedRefunds,
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
    tellShipment,
  },
  migrations: [payments, forgetting, refunds, refundsByHand, shipments, tradeTimes],
  settings: {},
  jobs,
  ports: ['wechat-pay'],
})
