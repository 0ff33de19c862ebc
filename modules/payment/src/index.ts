/** Module payment: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { payments } from '../migrations/0001-payments.ts'
import { shipments } from '../migrations/0005-shipments.ts'
import { refunds } from '../migrations/0003-refunds.ts'
import { refundsByHand } from '../migrations/0004-refunds-by-hand.ts'
import { forgetting } from '../migrations/0002-forgetting.ts'
import { trades as tradeTimes } from '../migrations/0006-trades.ts'
import { redirectedRefunds } from '../migrations/0007-redirected-refunds.ts'
import { shared } from '../migrations/0008-shared.ts'
import { beginAttempt } from './commands/begin-attempt.ts'
import { close } from './commands/close.ts'
import { eraseUser } from './commands/erase-user.ts'
import {
  beginRedirect,
  confirmByHand,
  refundByHand,
  retryRefund,
  waitRefund,
} from './commands/failed-refund.ts'
import { forgetExpired } from './commands/forget-expired.ts'
import { open } from './commands/open.ts'
import { recordClosed } from './commands/record-closed.ts'
import { recordFact } from './commands/record-fact.ts'
import { recordRefund } from './commands/record-refund.ts'
import { recordSilence } from './commands/record-silence.ts'
import { giveBack, refund } from './commands/refund.ts'
import { noteShipment, recordShipment, retryShipment } from './commands/shipment.ts'
import { recordStart } from './commands/record-start.ts'
import { Payment } from './contract.ts'
import {
  askChannel,
  channelsOffered,
  closeAtChannel,
  type PaymentPorts,
  redirectAtChannel,
  redirectOffered,
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
  refundOfShared,
  shareable,
  givenBack,
  ofOrder,
  openAttempts,
  pendingRefunds,
  refunds as allRefunds,
  silent,
  stuckShipments,
  taken,
} from './queries.ts'
import type { PaymentTables } from './tables.ts'
import { trade, trades, tradesByNumber } from './trade-queries.ts'

export const paymentModule = defineModule<PaymentTables, PaymentPorts>()(Payment, {
  commands: {
    open,
    beginAttempt,
    recordStart,
    recordFact,
    recordSilence,
    close,
    refund,
    giveBack,
    recordClosed,
    recordRefund,
    retryRefund,
    beginRedirect,
    waitRefund,
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
    refundOfShared,
    shareable,
    givenBack,
    ofOrder,
    silent,
    openAttempts,
    pendingRefunds,
    taken,
    refunds: allRefunds,
    trade,
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
    redirectOffered,
    redirectAtChannel,
    verifyCallback,
    tellShipment,
  },
  migrations: [
    payments,
    forgetting,
    refunds,
    refundsByHand,
    shipments,
    tradeTimes,
    redirectedRefunds,
    shared,
  ],
  settings: {},
  jobs,
  ports: ['wechat-pay'],
})
