/**
 * The provider's order and refund objects → our facts. Answers and callbacks go through the same two
 * functions, so one payment always becomes one fact. What is not understood becomes undefined, never a
 * guess.
 */
import type { PaymentFact, RefundFact } from '@tiantou/payment/port'
import { asObject, integer, text, time, type Wire } from './wire.ts'

/** USERPAYING and PAYERROR leave the order payable; REVOKED is terminal like CLOSED. */
const PAYMENT_STATES: Readonly<Record<string, PaymentFact['state']>> = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  NOTPAY: 'unpaid',
  USERPAYING: 'unpaid',
  PAYERROR: 'unpaid',
  CLOSED: 'closed',
  REVOKED: 'closed',
}

const REFUND_STATES: Readonly<Record<string, RefundFact['state']>> = {
  PROCESSING: 'processing',
  SUCCESS: 'succeeded',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
}

/** How the provider names our own account where it names who received a refund. */
const MERCHANT_ACCOUNT = '商户'

/**
 * A paid order without transaction id or an amount in CNY is not understood. The amount is the order's, in
 * fen.
 */
export function paymentFact(order: Wire): PaymentFact | undefined {
  const outTradeNo = text(order, 'out_trade_no')
  const state = lookUp(PAYMENT_STATES, text(order, 'trade_state'))
  if (outTradeNo === undefined || state === undefined) return undefined
  if (state === 'unpaid' || state === 'closed') return { outTradeNo, state }
  const amount = asObject(order['amount'])
  const transactionId = text(order, 'transaction_id')
  const amountFen = integer(amount, 'total')
  if (transactionId === undefined || amountFen === undefined || !isCny(amount)) return undefined
  const paidAt = time(order, 'success_time')
  const payerId = text(asObject(order['payer']), 'openid')
  return {
    outTradeNo,
    state,
    transactionId,
    amountFen,
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(payerId === undefined ? {} : { payerId }),
  }
}

/** Answers say `status`, callbacks `refund_status`; the rest is alike. */
export function refundFact(refund: Wire): RefundFact | undefined {
  const outRefundNo = text(refund, 'out_refund_no')
  const state = lookUp(REFUND_STATES, text(refund, 'status') ?? text(refund, 'refund_status'))
  const amount = asObject(refund['amount'])
  const refundFen = integer(amount, 'refund')
  if (outRefundNo === undefined || state === undefined || refundFen === undefined || !isCny(amount))
    return undefined
  const refundId = text(refund, 'refund_id')
  const finishedAt = time(refund, 'success_time')
  const receiver = text(refund, 'user_received_account')
  return {
    outRefundNo,
    state,
    refundFen,
    ...(refundId === undefined ? {} : { refundId }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(receiver === undefined ? {} : { toMerchant: receiver.startsWith(MERCHANT_ACCOUNT) }),
  }
}

/** Refund callbacks name no currency; where one is named it must be CNY. */
function isCny(amount: Wire | undefined): boolean {
  return (text(amount, 'currency') ?? 'CNY') === 'CNY'
}

function lookUp<State>(states: Readonly<Record<string, State>>, name: string | undefined): State | undefined {
  return name !== undefined && Object.hasOwn(states, name) ? states[name] : undefined
}
