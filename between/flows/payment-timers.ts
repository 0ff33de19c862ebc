/**
 * Timers of payment that need a channel: silent attempts are asked, dead ones closed, unfinished refunds
 * looked after.
 */
import { Payment } from '@tiantou/payment/contract'
import type { CrossJob } from '@tiantou/platform'
import { AskChannel, CloseAttempt, SendRefund, TellShipment } from './settle-payment.contract.ts'

const BITE = 50

/** Each asking has its own key: the attempt and how often it was asked. */
export const askSilentChannels: CrossJob = {
  name: 'payment.ask-silent',
  every_s: 2,
  run: async ({ ask, run }) => {
    const { items } = await ask(Payment.queries.silent, { limit: BITE })
    for (const { attemptId, wanted, asks } of items) {
      await run(wanted === 'ask' ? AskChannel : CloseAttempt, { attemptId }, `${attemptId}:${wanted}:${asks}`)
    }
  },
}

export const lookAfterRefunds: CrossJob = {
  name: 'payment.look-after-refunds',
  every_s: 2,
  run: async ({ ask, run }) => {
    const { items } = await ask(Payment.queries.pendingRefunds, { limit: BITE })
    for (const { refundId, asks } of items) await run(SendRefund, { refundId }, `${refundId}:${asks}`)
  },
}

/** What WeChat wants to know before it settles. */
export const tellShipments: CrossJob = {
  name: 'payment.tell-shipments',
  every_s: 10,
  run: async ({ ask, run }) => {
    const { items } = await ask(Payment.queries.dueShipments, { limit: BITE })
    for (const { paymentId, asks } of items)
      await run(TellShipment, { paymentId }, `tell-shipment:${paymentId}:${asks}`)
  },
}
