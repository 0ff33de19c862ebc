/**
 * Writes down that money is to go back, before any channel is asked (R9). One refund for one key of a
 * payment, by a unique index.
 */
import type { EventType, PayloadOf } from '@tiantou/kernel'
import type { Tx } from '@tiantou/platform'
import { Payment } from '../contract.ts'
import { nextAskAt } from '../rules.ts'
import { refundState } from '../states.ts'
import { insertRefund } from '../store.ts'
import type { AttemptRow, PaymentRow, PaymentTables, RefundRow } from '../tables.ts'

interface Context {
  readonly tx: Tx<PaymentTables>
  readonly now: number
  id(prefix: string): string
  emit<E extends EventType>(event: E, payload: PayloadOf<E>): void
}

export interface Wanted extends Pick<RefundRow, 'reason'> {
  readonly refundFen: number
  /** So much of the payment went back before, or is on its way; 0 for stray money. */
  readonly beforeFen: number
  readonly bizKey: string
  readonly words?: string
}

/** Requests money of one paid attempt back; what it may be was decided before. Answers the refund's id. */
export const requestRefund = async (
  { tx, now, id, emit }: Context,
  payment: PaymentRow,
  attempt: AttemptRow,
  { refundFen, beforeFen, reason, bizKey, words }: Wanted,
): Promise<string> => {
  const refundId = id('rfd')
  await insertRefund(tx, {
    id: refundId,
    payment_id: payment.id,
    attempt_id: attempt.id,
    out_refund_no: refundId,
    refund_fen: refundFen,
    reason,
    words: words ?? null,
    biz_key: bizKey,
    state: refundState.initial,
    channel_refund_id: null,
    code: null,
    requested_at: now,
    finished_at: null,
    asks: 0,
    next_ask_at: nextAskAt(now, 0),
    version: 1,
  })
  emit(Payment.events.refund_requested, {
    refundId,
    paymentId: payment.id,
    orderId: payment.order_id,
    refundFen,
    channel: attempt.channel,
    attemptId: attempt.id,
    reason,
    requestedAt: now,
    beforeFen,
  })
  return refundId
}
