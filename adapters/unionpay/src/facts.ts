/**
 * UnionPay's fields → our facts. Answers and notices go through the same functions, so one payment always
 * becomes one fact. What is not understood becomes undefined, never a guess.
 */
import { fromChinaDigits, numberOf } from '@tiantou/adapter-kit'
import type { PaymentFact, RefundFact } from '@tiantou/payment/port'
import type { Params } from './sign.ts'

/** Accepted, at work, or the bank does not answer: ask again. */
const UNDER_WAY = new Set(['03', '04', '05'])

/** How an order stands: done, still under way, or no. */
export function standOf(code: string | undefined): 'done' | 'under-way' | 'no' | undefined {
  if (code === undefined || !/^[0-9A-Z]{2}$/.test(code)) return undefined
  if (code === '00' || code === 'A6') return 'done'
  return UNDER_WAY.has(code) ? 'under-way' : 'no'
}

/**
 * A payment that UnionPay knows. One that a bank refused can be tried again with another card on the same
 * page, until the time is over: it counts as unpaid.
 * @param code `origRespCode` of an answer, `respCode` of a notice
 */
export function paymentFact(fields: Params, code: string | undefined): PaymentFact | undefined {
  const { orderId = '', queryId = '' } = fields
  if (orderId === '') return undefined
  const outTradeNo = numberOf(orderId)
  const stand = standOf(code)
  if (stand === 'no') return { outTradeNo, state: 'unpaid' }
  const amountFen = fen(fields)
  if (stand !== 'done' || queryId === '' || amountFen === undefined) return undefined
  const paidAt = tracedAt(fields)
  return {
    outTradeNo,
    state: 'paid',
    transactionId: queryId,
    amountFen,
    ...(paidAt === undefined ? {} : { paidAt }),
  }
}

/** A refund that UnionPay knows: taken on is not yet given back. */
export function refundFact(fields: Params, code: string | undefined): RefundFact | undefined {
  const { orderId = '', queryId = '' } = fields
  const stand = standOf(code)
  if (orderId === '' || stand === undefined) return undefined
  const outRefundNo = numberOf(orderId)
  const named = queryId === '' ? {} : { refundId: queryId }
  if (stand === 'under-way') return { outRefundNo, state: 'processing', ...named }
  if (stand === 'no') return { outRefundNo, state: 'abnormal', ...named }
  const refundFen = fen(fields)
  const finishedAt = tracedAt(fields)
  return {
    outRefundNo,
    state: 'succeeded',
    ...named,
    ...(refundFen === undefined ? {} : { refundFen }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  }
}

function fen({ txnAmt = '', currencyCode }: Params): number | undefined {
  return /^\d{1,12}$/.test(txnAmt) && currencyCode === '156' ? Number(txnAmt) : undefined
}

/** `traceTime` has no year (`MMddHHmmss`): that of the order, or the next where the new year lies between. */
function tracedAt({ txnTime = '', traceTime = '' }: Params): number | undefined {
  if (!/^\d{14}$/.test(txnTime) || !/^\d{10}$/.test(traceTime)) return undefined
  const year = Number(txnTime.slice(0, 4))
  const isNextYear = traceTime.slice(0, 2) < txnTime.slice(4, 6)
  return fromChinaDigits(`${isNextYear ? year + 1 : year}${traceTime}`)
}
