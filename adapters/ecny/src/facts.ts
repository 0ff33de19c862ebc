/**
 * The bank's orders and refunds → our facts. Answers and notices go through the same functions, so one
 * payment always becomes one fact. What is not understood becomes undefined, never a guess.
 */
import { fromChinaDigits, numberOf, text, type Wire } from '@tiantou/adapter-kit'
import type { PaymentFact, RefundFact } from '@tiantou/payment/port'

/** An order: P open, S paid, R part or all of it went back, F failed, C closed, D called off. */
export function paymentFact(order: Wire): PaymentFact | undefined {
  const orderId = text(order, 'orderId')
  const state = text(order, 'tradeState')
  if (orderId === undefined) return undefined
  const outTradeNo = numberOf(orderId)
  if (state === 'P') return { outTradeNo, state: 'unpaid' }
  if (state === 'F' || state === 'C' || state === 'D') return { outTradeNo, state: 'closed' }
  const transactionId = text(order, 'cmbOrderId')
  const amountFen = fen(order, 'txnAmt')
  if ((state !== 'S' && state !== 'R') || transactionId === undefined || amountFen === undefined)
    return undefined
  const paidAt = endedAt(order)
  return {
    outTradeNo,
    state: 'paid',
    transactionId,
    amountFen,
    ...(paidAt === undefined ? {} : { paidAt }),
  }
}

/** A refund: P under way, S given back, F not. */
export function refundFact(refund: Wire): RefundFact | undefined {
  const orderId = text(refund, 'orderId')
  const state = STATES.get(text(refund, 'tradeState') ?? '')
  if (orderId === undefined || state === undefined) return undefined
  const refundId = text(refund, 'cmbOrderId')
  const refundFen = fen(refund, 'refundAmt')
  const finishedAt = state === 'succeeded' ? endedAt(refund) : undefined
  return {
    outRefundNo: numberOf(orderId),
    state,
    ...(refundId === undefined ? {} : { refundId }),
    ...(refundFen === undefined ? {} : { refundFen }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  }
}

const STATES = new Map<string, RefundFact['state']>([
  ['P', 'processing'],
  ['R', 'processing'],
  ['S', 'succeeded'],
  ['F', 'abnormal'],
])

function fen(wire: Wire, name: string): number | undefined {
  const value = text(wire, name)
  return value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) : undefined
}

const endedAt = (wire: Wire): number | undefined =>
  fromChinaDigits(`${text(wire, 'endDate') ?? ''}${text(wire, 'endTime') ?? ''}`)
