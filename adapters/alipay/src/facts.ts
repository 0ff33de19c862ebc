/**
 * The gateway's trades and refunds → our facts. Answers and notices go through the same functions, so one
 * payment always becomes one fact. What is not understood becomes undefined, never a guess.
 */
import { text, type Wire } from '@tiantou/adapter-kit'
import type { PaymentFact, RefundFact } from '@tiantou/payment/port'
import { fen, time } from './wire.ts'

/**
 * A trade of an answer or a notice. TRADE_CLOSED says two things: never paid, or all of it given back; the
 * time of paying tells them apart.
 */
export function paymentFact(trade: Wire): PaymentFact | undefined {
  const outTradeNo = text(trade, 'out_trade_no')
  const status = text(trade, 'trade_status')
  const paidAt = time(trade, 'gmt_payment') ?? time(trade, 'send_pay_date')
  if (outTradeNo === undefined) return undefined
  if (status === 'WAIT_BUYER_PAY') return { outTradeNo, state: 'unpaid' }
  if (status === 'TRADE_CLOSED' && paidAt === undefined) return { outTradeNo, state: 'closed' }
  if (status !== 'TRADE_SUCCESS' && status !== 'TRADE_FINISHED' && status !== 'TRADE_CLOSED') return undefined
  const transactionId = text(trade, 'trade_no')
  const amountFen = fen(trade, 'total_amount')
  if (transactionId === undefined || amountFen === undefined) return undefined
  const payerId = text(trade, 'buyer_open_id') ?? text(trade, 'buyer_user_id') ?? text(trade, 'buyer_id')
  return {
    outTradeNo,
    state: status === 'TRADE_CLOSED' ? 'refunded' : 'paid',
    transactionId,
    amountFen,
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(payerId === undefined ? {} : { payerId }),
  }
}

/**
 * The answer to a query of a refund. Undefined where it names another refund; `unknown` where it says nothing
 * of success: then the money has not gone (yet).
 */
export function refundFact(answer: Wire, outRefundNo: string): RefundFact | 'none' | undefined {
  const said = text(answer, 'out_request_no')
  if (said === undefined || text(answer, 'refund_status') !== 'REFUND_SUCCESS') return 'none'
  const refundFen = fen(answer, 'refund_amount')
  if (said !== outRefundNo || refundFen === undefined) return undefined
  const finishedAt = time(answer, 'gmt_refund_pay')
  return { outRefundNo, state: 'succeeded', refundFen, ...(finishedAt === undefined ? {} : { finishedAt }) }
}

/** A notice that a refund was made: it names our number. What it calls `refund_fee` is the sum of all. */
export function refundNotice(notice: Wire): RefundFact | undefined {
  const outRefundNo = text(notice, 'out_biz_no')
  const finishedAt = time(notice, 'gmt_refund')
  if (outRefundNo === undefined || finishedAt === undefined) return undefined
  return { outRefundNo, state: 'succeeded', finishedAt }
}
