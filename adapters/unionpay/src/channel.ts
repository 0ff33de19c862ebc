/**
 * UnionPay as a payment channel: the operations and the webhook, each in the provider's words and back in
 * ours. It keeps no state and decides nothing about money; unknown outcomes go back to the caller, who asks
 * again.
 */
import { chinaDigits, cut } from '@tiantou/adapter-kit'
import type {
  CashierTicket,
  ChannelAnswer,
  PaymentChannel,
  PaymentFact,
  PayScene,
  RefundFact,
  StartPayment,
  StartRefund,
} from '@tiantou/payment/port'
import { verifyNotice } from './callback.ts'
import { call, type ClientDeps, type Merchant } from './client.ts'
import type { UnionpayConfig } from './config.ts'
import { paymentFact, refundFact, standOf } from './facts.ts'
import { orderKey } from './numbers.ts'
import { signedFields } from './request.ts'
import type { Params } from './sign.ts'
import { createTrust } from './trust.ts'

const SCENES = ['h5', 'page', 'app'] as const satisfies readonly PayScene[]
/** 32 bytes at most, three for a Chinese character. */
const DESCRIPTION_LENGTH = 10
/** Consume, by the gateway's own page. */
const PAY = { txnType: '01', txnSubType: '01', bizType: '000201' } as const
const QUERY = { txnType: '00', txnSubType: '00', bizType: '000000' } as const
const REFUND = { txnType: '04', txnSubType: '00', bizType: '000000' } as const
/** 07: the web, 08: a phone. */
const CHANNEL_TYPES = { page: '07', h5: '08', app: '08' } as const
/** The number was used before. */
const REPEATED = '12'
/** There is no such order, or not yet: UnionPay knows it once somebody pays. */
const NOT_THERE = '34'

/**
 * Makes the channel. All amounts are integer fen and all times milliseconds UTC.
 * Codes of its own beside the provider's: `number_unknown` (no id of ours), `not_offered` and `paid` (start),
 * `cannot_close` (close), `not_paid` (refund).
 */
export function createUnionpay(config: UnionpayConfig, deps: ClientDeps): PaymentChannel {
  const merchant = { config, deps, trust: createTrust(config.chain, deps.now) }
  return {
    name: 'unionpay',
    merchantId: config.merId,
    appId: config.merId,
    scenes: SCENES,
    start: (request) => start(merchant, request),
    query: (outTradeNo) => query(merchant, outTradeNo),
    // UnionPay has no such call: an order that was called off can be paid until its `payTimeout`.
    close: async () => no('cannot_close', 'an order ends by its time alone'),
    refund: (request) => refund(merchant, request),
    queryRefund: ({ outRefundNo }) => queryRefund(merchant, outRefundNo),
    verify: (callback) => verifyNotice(merchant.trust, callback),
  }
}

async function start(merchant: Merchant, request: StartPayment): Promise<ChannelAnswer<CashierTicket>> {
  const { config } = merchant
  const { scene, outTradeNo, paymentId } = request
  const key = orderKey(outTradeNo)
  if (key === undefined) return numberUnknown()
  if (scene === 'native' || scene === 'jsapi') return no('not_offered', `UnionPay has no ${scene} here`)
  const fields = {
    ...PAY,
    ...key,
    channelType: CHANNEL_TYPES[scene],
    txnAmt: String(request.amountFen),
    currencyCode: '156',
    orderDesc: cut(request.description.replaceAll(/[&={}[\]'"]/g, ' '), DESCRIPTION_LENGTH),
    payTimeout: chinaDigits(request.expiresAt),
    backUrl: config.notifyUrl,
  }
  if (scene !== 'app') {
    const frontUrl = config.returnUrl.replaceAll('{payment}', encodeURIComponent(paymentId))
    const form = signedFields(config, { ...fields, frontUrl })
    return { kind: 'ok', value: { scene, url: `${config.pageUrl}/frontTransReq.do`, form } }
  }
  const answer = await call(merchant, `${config.gatewayUrl}/appTransReq.do`, fields)
  if (answer.kind === 'refused' && answer.code === REPEATED) return { ...answer, code: 'paid' }
  return understand(answer, ({ tn = '', orderId }) =>
    tn === '' || orderId !== key.orderId ? undefined : { scene, orderText: tn },
  )
}

/** Asks about one order, a payment or a refund; the answer is about that very order. */
async function ask(merchant: Merchant, number: string): Promise<ChannelAnswer<Params>> {
  const key = orderKey(number)
  if (key === undefined) return numberUnknown()
  const answer = await call(merchant, `${merchant.config.gatewayUrl}/queryTrans.do`, { ...QUERY, ...key })
  return understand(answer, (fields) => (fields['orderId'] === key.orderId ? fields : undefined))
}

async function query(merchant: Merchant, outTradeNo: string): Promise<ChannelAnswer<PaymentFact>> {
  const answer = await ask(merchant, outTradeNo)
  // At work at a bank: neither paid nor unpaid.
  if (answer.kind === 'ok' && standOf(answer.value['origRespCode']) === 'under-way')
    return { kind: 'unknown', message: 'the bank is at work' }
  return understand(answer, (fields) => paymentFact(fields, fields['origRespCode']))
}

/**
 * A refund names the payment by UnionPay's own number, which is asked for first. 00 only takes it on: whether
 * it was given back a notice tells, or asking.
 */
async function refund(merchant: Merchant, request: StartRefund): Promise<ChannelAnswer<RefundFact>> {
  const { config } = merchant
  const { outRefundNo } = request
  const key = orderKey(outRefundNo)
  if (key === undefined) return numberUnknown()
  const payment = await query(merchant, request.outTradeNo)
  if (payment.kind !== 'ok') return payment
  const { transactionId } = payment.value
  if (transactionId === undefined) return no('not_paid', 'there is nothing to give back')
  const answer = await call(merchant, `${config.gatewayUrl}/backTransReq.do`, {
    ...REFUND,
    ...key,
    channelType: '07',
    origQryId: transactionId,
    txnAmt: String(request.refundFen),
    currencyCode: '156',
    backUrl: config.notifyUrl,
  })
  if (answer.kind === 'refused' && answer.code === REPEATED) return queryRefund(merchant, outRefundNo)
  return understand(answer, ({ orderId, queryId = '' }) =>
    orderId === key.orderId
      ? { outRefundNo, state: 'processing' as const, ...(queryId === '' ? {} : { refundId: queryId }) }
      : undefined,
  )
}

/** Refused with 34 where no such refund was taken on. */
async function queryRefund(merchant: Merchant, outRefundNo: string): Promise<ChannelAnswer<RefundFact>> {
  const answer = await ask(merchant, outRefundNo)
  if (answer.kind === 'refused' && answer.code === NOT_THERE) return { ...answer, code: 'REFUND_NOT_EXIST' }
  return understand(answer, (fields) => refundFact(fields, fields['origRespCode']))
}

/**
 * A signed answer that does not say what it should is unknown, not a refusal: something may well have
 * happened.
 */
function understand<Value>(
  answer: ChannelAnswer<Params>,
  read: (fields: Params) => Value | undefined,
): ChannelAnswer<Value> {
  if (answer.kind !== 'ok') return answer
  const value = read(answer.value)
  return value === undefined
    ? { kind: 'unknown', message: 'the answer is not understood' }
    : { kind: 'ok', value }
}

function no(code: string, message: string): { kind: 'refused'; code: string; message: string } {
  return { kind: 'refused', code, message }
}

const numberUnknown = () => no('number_unknown', 'the number is none of ours')
