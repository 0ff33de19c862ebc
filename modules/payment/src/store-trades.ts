/** SQL of what a comparison with the channels' bills asks. A day is read along an index, page by page. */
import { hotRows, type ReadDb } from '@tiantou/platform'
import type { ChannelName, PaymentTables } from './tables.ts'

type Db = ReadDb<PaymentTables>

interface Page {
  readonly channel: ChannelName
  /** A page begins behind this place; the first one before every id. */
  readonly at: number
  readonly id: string
  readonly before: number
  readonly limit: number
}

/** A trade whose money moved. */
export interface TradeRow {
  readonly id: string
  readonly number: string
  readonly channel_number: string | null
  readonly fen: number
  readonly at: number | null | undefined
}

const paidPage = hotRows((db: Db, hole: Page) =>
  db
    .selectFrom('payment_attempt as attempt')
    .innerJoin('payment_payment as payment', 'payment.id', 'attempt.payment_id')
    .select([
      'attempt.id',
      'attempt.out_trade_no as number',
      'attempt.transaction_id as channel_number',
      'payment.amount_fen as fen',
      'attempt.paid_at as at',
    ])
    .where('attempt.channel', '=', hole.channel)
    .where('attempt.paid_at', '>=', hole.at)
    .where('attempt.paid_at', '<', hole.before)
    .where((row) => row.or([row('attempt.paid_at', '>', hole.at), row('attempt.id', '>', hole.id)]))
    .orderBy('attempt.paid_at')
    .orderBy('attempt.id')
    .limit(hole.limit as never),
)

const refundPage = hotRows((db: Db, hole: Page) =>
  db
    .selectFrom('payment_refund as refund')
    .innerJoin('payment_attempt as attempt', 'attempt.id', 'refund.attempt_id')
    .select([
      'refund.id',
      'refund.out_refund_no as number',
      'refund.channel_refund_id as channel_number',
      'refund.refund_fen as fen',
      'refund.left_at as at',
    ])
    .where('attempt.channel', '=', hole.channel)
    .where('refund.left_at', '>=', hole.at)
    .where('refund.left_at', '<', hole.before)
    .where((row) => row.or([row('refund.left_at', '>', hole.at), row('refund.id', '>', hole.id)]))
    .orderBy('refund.left_at')
    .orderBy('refund.id')
    .limit(hole.limit as never),
)

export const movedPage = (db: Db, kind: 'pay' | 'refund', page: Page): Promise<TradeRow[]> =>
  kind === 'pay' ? paidPage(db as never, page) : refundPage(db as never, page)

/** A payment whose money came, by its attempt, and when we heard of it. */
export const paidAttempt = (db: Db, id: string) =>
  db
    .selectFrom('payment_attempt as attempt')
    .innerJoin('payment_payment as payment', 'payment.id', 'attempt.payment_id')
    .innerJoin('payment_history as history', 'history.subject_id', 'attempt.id')
    .select([
      'attempt.out_trade_no as number',
      'attempt.transaction_id as channel_number',
      'payment.amount_fen as fen',
      'attempt.paid_at as at',
      'history.at as heard_at',
    ])
    .where('attempt.id', '=', id)
    .where('history.to_state', '=', 'paid')
    .executeTakeFirst()

/** A refund that the channel sent, and when we heard of it. */
export const sentRefund = (db: Db, id: string) =>
  db
    .selectFrom('payment_refund as refund')
    .innerJoin('payment_history as history', 'history.subject_id', 'refund.id')
    .select([
      'refund.out_refund_no as number',
      'refund.channel_refund_id as channel_number',
      'refund.refund_fen as fen',
      'refund.finished_at as at',
      'history.at as heard_at',
    ])
    .where('refund.id', '=', id)
    .where('refund.voucher', 'is', null)
    .where('history.to_state', '=', 'succeeded')
    .executeTakeFirst()

/** Attempts of these numbers at a channel, whatever became of them. */
export const attemptsByNumbers = (db: Db, channel: ChannelName, numbers: readonly string[]) =>
  db
    .selectFrom('payment_attempt as attempt')
    .innerJoin('payment_payment as payment', 'payment.id', 'attempt.payment_id')
    .select(['attempt.out_trade_no as number', 'payment.amount_fen as fen', 'attempt.paid_at as at'])
    .where('attempt.out_trade_no', 'in', numbers)
    .where('attempt.channel', '=', channel)
    .execute()

/** Refunds of these numbers at a channel, whatever became of them. */
export const refundsByNumbers = (db: Db, channel: ChannelName, numbers: readonly string[]) =>
  db
    .selectFrom('payment_refund as refund')
    .innerJoin('payment_attempt as attempt', 'attempt.id', 'refund.attempt_id')
    .select(['refund.out_refund_no as number', 'refund.refund_fen as fen', 'refund.left_at as at'])
    .where('refund.out_refund_no', 'in', numbers)
    .where('attempt.channel', '=', channel)
    .execute()
