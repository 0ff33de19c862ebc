/**
 * Payments, attempts at a channel, refunds: three machines. `closed` is never the end: money can still
 * arrive, and goes back.
 */
import { machine } from '@tiantou/kernel'

/** One order's payment. */
export const paymentState = machine('payment', {
  initial: 'pending',
  final: ['refunded'],
  transitions: {
    pay: { from: ['pending'], to: 'paid' },
    close: { from: ['pending'], to: 'closed' },
    returnPart: { from: ['paid', 'partly_refunded'], to: 'partly_refunded' },
    refund: { from: ['paid', 'partly_refunded'], to: 'refunding' },
    returnLate: { from: ['closed'], to: 'refunding' },
    finishRefund: { from: ['refunding'], to: 'refunded' },
  },
})

/** One attempt at a channel. */
export const attemptState = machine('payment-attempt', {
  initial: 'starting',
  final: ['paid'],
  transitions: {
    start: { from: ['starting', 'started'], to: 'started' },
    decline: { from: ['starting'], to: 'declined' },
    close: { from: ['starting', 'started', 'declined'], to: 'closed' },
    pay: { from: ['starting', 'started', 'declined', 'closed'], to: 'paid' },
  },
})

/** The word to a channel that goods were shipped. */
export const shipmentState = machine('payment-shipment', {
  initial: 'waiting',
  final: ['told', 'needless'],
  transitions: {
    tell: { from: ['waiting', 'stuck'], to: 'told' },
    dismiss: { from: ['waiting', 'stuck'], to: 'needless' },
    give_up: { from: ['waiting'], to: 'stuck' },
    retry: { from: ['stuck'], to: 'waiting' },
  },
})

/** One refund. `returned`: the channel gave the money to us, and the shopper still waits for it. */
export const refundState = machine('payment-refund', {
  initial: 'requested',
  final: ['succeeded'],
  transitions: {
    process: { from: ['requested', 'abnormal', 'by_hand'], to: 'processing' },
    redirect: { from: ['abnormal'], to: 'processing' },
    fail: { from: ['requested', 'processing'], to: 'abnormal' },
    succeed: { from: ['requested', 'processing', 'abnormal', 'by_hand'], to: 'succeeded' },
    retry: { from: ['abnormal', 'by_hand'], to: 'requested' },
    comeBack: { from: ['requested', 'processing', 'abnormal', 'by_hand'], to: 'returned' },
    takeByHand: { from: ['abnormal', 'returned'], to: 'by_hand' },
    takeBack: { from: ['by_hand'], to: 'returned' },
  },
})
