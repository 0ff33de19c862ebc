/**
 * Pure decisions about payments: when to ask a silent channel again, what a channel's word means for what we
 * know.
 */
import type { Static } from '@tiantou/kernel'
import type { Fact } from './shapes.ts'
import { attemptState } from './states.ts'
import type { AttemptRow, PaymentRow, RefundRow } from './tables.ts'

export type FactFields = Static<typeof Fact>

const SECOND_MS = 1_000
/** 5 s, 30 s, 2 min, … then every half hour (ledger.md §5: active query when the channel is silent). */
const ASK_AFTER_S = [5, 30, 120, 300, 600, 1_800]

/** When a channel that has been asked `asks` times is asked again. */
export const nextAskAt = (now: number, asks: number): number =>
  now + (ASK_AFTER_S[Math.min(asks, ASK_AFTER_S.length - 1)] as number) * SECOND_MS

/** WeChat knows of a payment a minute after it at the latest; what it does not know yet it is told again. */
const TELL_AFTER_S = [60, 120, 300, 900, 3_600, 10_800, 21_600]

/** How often before a person must look: some three days. */
export const tellsMost = 16

/** When a channel that was told of a shipment so often is told again. */
export const nextTellAt = (from: number, asks: number): number =>
  from + (TELL_AFTER_S[Math.min(asks, TELL_AFTER_S.length - 1)] as number) * SECOND_MS

/** By which channel and in which client a shopper wants to pay. */
interface Way extends Pick<AttemptRow, 'channel' | 'scene'> {
  readonly openId?: string
  readonly clientIp: string
}

/** A new attempt, before its channel is asked. Its id is the number that the channel knows it by. */
export const freshAttempt = (id: string, paymentId: string, way: Way, now: number): AttemptRow => ({
  id,
  payment_id: paymentId,
  channel: way.channel,
  scene: way.scene,
  open_id: way.openId ?? null,
  client_ip: way.clientIp,
  out_trade_no: id,
  state: attemptState.initial,
  ticket: null,
  ticket_at: null,
  transaction_id: null,
  code: null,
  began_at: now,
  asks: 0,
  next_ask_at: nextAskAt(now, 0),
  version: 1,
})

/**
 * An H5 link lives five minutes and a prepay id two hours (WeChat Pay APIv3); a younger one is handed out
 * again.
 */
const TICKET_MS = {
  h5: 4 * 60_000,
  page: 4 * 60_000,
  jsapi: 110 * 60_000,
  native: 110 * 60_000,
  app: 110 * 60_000,
} as const

/** Whether the ticket of an attempt still opens the cashier. */
export const ticketIsFresh = (
  attempt: Pick<AttemptRow, 'scene' | 'ticket' | 'ticket_at'>,
  now: number,
): boolean =>
  attempt.ticket !== null && attempt.ticket_at !== null && now - attempt.ticket_at < TICKET_MS[attempt.scene]

/** Refusals of a start that mean "ask me what became of it", not "no". */
const ASK_INSTEAD = new Set(['paid', 'ORDERPAID', 'ORDER_PAID', 'OUT_TRADE_NO_USED'])

/** What a channel's answer to a start means. */
export const startVerdict = (
  word: 'ok' | 'refused' | 'unknown',
  code: string,
): 'started' | 'declined' | 'away' => {
  if (word === 'ok') return 'started'
  return word === 'refused' && !ASK_INSTEAD.has(code) ? 'declined' : 'away'
}

export type FactVerdict =
  | 'pay'
  | 'refund_late'
  | 'refund_duplicate'
  | 'close'
  | 'already'
  | 'wait'
  | 'amount_mismatch'
  | 'merchant_mismatch'
  | 'contradiction'

const judgePaid = (fact: FactFields, attempt: AttemptRow, payment: PaymentRow): FactVerdict => {
  if (fact.amountFen !== payment.amount_fen) return 'amount_mismatch'
  if (attempt.state === 'paid')
    return attempt.transaction_id === fact.transactionId ? 'already' : 'contradiction'
  if (fact.transactionId === undefined) return 'contradiction'
  if (payment.state === 'pending') return 'pay'
  return payment.state === 'closed' ? 'refund_late' : 'refund_duplicate'
}

/**
 * What a channel's fact means, given what we know. Late and doubled money goes back; nothing is ever ignored.
 */
export const judgeFact = (fact: FactFields, attempt: AttemptRow, payment: PaymentRow): FactVerdict => {
  if (!fact.ours || fact.channel !== attempt.channel) return 'merchant_mismatch'
  if (fact.state === 'paid') return judgePaid(fact, attempt, payment)
  if (fact.state === 'refunded') return attempt.state === 'paid' ? 'already' : 'contradiction'
  if (attempt.state === 'paid') return 'contradiction'
  if (fact.state === 'closed') return attempt.state === 'closed' ? 'already' : 'close'
  return 'wait'
}

/** Whether money may still come or is on its way back. */
export const isUnderWay = (
  { state, claimed_fen, refunded_fen }: Pick<PaymentRow, 'state' | 'claimed_fen' | 'refunded_fen'>,
  attempts: readonly Pick<AttemptRow, 'state'>[],
): boolean =>
  state === 'pending' ||
  claimed_fen !== refunded_fen ||
  attempts.some((attempt) => attempt.state === 'starting' || attempt.state === 'started')

/** 电子商务法 §31: records of a deal are kept no less than three years from its end. */
const records_ms = 3 * 366 * 86_400_000

/** When what is left of an erased shopper's payment may go: its deal had ended when the shopper went. */
export const forgetAtOf = (erasedAt: number): number => erasedAt + records_ms

/** Whether the channel gave the money of a refund to us: it left the channel, and not to the shopper. */
export const cameBack = ({ state, voucher, left_at }: Pick<RefundRow, 'state' | 'voucher' | 'left_at'>) =>
  (left_at ?? null) !== null && (state !== 'succeeded' || (voucher ?? null) !== null)
