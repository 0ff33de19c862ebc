/**
 * Alipay as a payment channel: the operations and the webhook, each in the provider's words and back in ours.
 * It keeps no state and decides nothing about money; unknown outcomes go back to the caller, who asks again.
 */
import { cut, text, type Wire } from '@tiantou/adapter-kit'
import type {
  CashierTicket,
  ChannelAnswer,
  PaymentChannel,
  PaymentFact,
  PayScene,
  RefundFact,
  RefundRef,
  StartPayment,
  StartRefund,
} from '@tiantou/payment/port'
import { verifyNotice } from './callback.ts'
import { call, type ClientDeps } from './client.ts'
import type { AlipayConfig } from './config.ts'
import { paymentFact, refundFact } from './facts.ts'
import { encode, signedParams } from './request.ts'
import { chinaTime, time, yuan } from './wire.ts'

const SCENES = ['h5', 'page', 'native', 'app', 'jsapi'] as const satisfies readonly PayScene[]
const SUBJECT_LENGTH = 256
const REASON_LENGTH = 256

/** A title as Alipay takes it: `/`, `=` and `&` are refused, their full-width forms read alike. */
const subjectOf = (description: string): string =>
  cut(description.replaceAll('/', '／').replaceAll('=', '＝').replaceAll('&', '＆'), SUBJECT_LENGTH)

/** A payer by their number (2088…, 16 digits) or by an open id of our app. */
const buyerOf = (payer: string | undefined): Wire =>
  /^2088\d{12}$/.test(payer ?? '') ? { buyer_id: payer } : { buyer_open_id: payer }

/** How each scene is called at Alipay; `page` links are made here, the others asked for. */
const PRODUCTS = {
  h5: { method: 'alipay.trade.wap.pay', product_code: 'QUICK_WAP_WAY' },
  page: { method: 'alipay.trade.page.pay', product_code: 'FAST_INSTANT_TRADE_PAY' },
  app: { method: 'alipay.trade.app.pay', product_code: 'QUICK_MSECURITY_PAY' },
  native: { method: 'alipay.trade.precreate', product_code: 'FACE_TO_FACE_PAYMENT' },
  jsapi: { method: 'alipay.trade.create', product_code: 'JSAPI_PAY' },
} as const

/** The number was used up: paid, or closed. Only asking tells which. */
const USED_CODES = new Set(['TRADE_HAS_SUCCESS', 'TRADE_HAS_CLOSE'])
/** A close comes too late: paid, or closed before. */
const TOO_LATE_CODES = new Set(['REASON_TRADE_STATUS_INVALID', 'TRADE_STATUS_ERROR'])

interface Merchant {
  readonly config: AlipayConfig
  readonly deps: ClientDeps
}

/**
 * Makes the channel. All amounts are integer fen and all times milliseconds UTC.
 * Codes of its own beside the provider's: `openid_missing` (start, jsapi) and `paid` (start, close).
 */
export function createAlipay(config: AlipayConfig, deps: ClientDeps): PaymentChannel {
  const merchant = { config, deps }
  return {
    name: 'alipay',
    merchantId: config.sellerId,
    appId: config.appId,
    scenes: SCENES,
    start: (request) => start(merchant, request),
    query: (outTradeNo) => query(merchant, outTradeNo),
    close: (outTradeNo) => close(merchant, outTradeNo),
    refund: (request) => refund(merchant, request),
    queryRefund: (refundRef) => queryRefund(merchant, refundRef),
    verify: (callback) => verifyNotice(config.alipayKey, callback),
  }
}

async function start(
  { config, deps }: Merchant,
  request: StartPayment,
): Promise<ChannelAnswer<CashierTicket>> {
  const { scene, outTradeNo, paymentId } = request
  if (scene === 'jsapi' && (request.openId ?? '') === '')
    return { kind: 'refused', code: 'openid_missing', message: 'jsapi needs the buyer’s open id' }
  const { method, product_code } = PRODUCTS[scene]
  const returnUrl = config.returnUrl.replaceAll('{payment}', encodeURIComponent(paymentId))
  const biz = {
    out_trade_no: outTradeNo,
    total_amount: yuan(request.amountFen),
    subject: subjectOf(request.description),
    product_code,
    time_expire: chinaTime(request.expiresAt),
    ...(scene === 'h5' ? { quit_url: returnUrl } : {}),
    ...(scene === 'jsapi' ? { ...buyerOf(request.openId), op_app_id: config.appId } : {}),
  }
  const notify = { notify_url: config.notifyUrl }
  if (scene === 'h5' || scene === 'page') {
    const params = signedParams(config, method, biz, deps, { ...notify, return_url: returnUrl })
    return { kind: 'ok', value: { scene, url: `${config.pageUrl}?${encode(params)}` } }
  }
  if (scene === 'app') {
    const orderText = encode(signedParams(config, method, biz, deps, notify))
    return { kind: 'ok', value: { scene, orderText } }
  }
  const answer = await call(config, method, biz, deps, notify)
  if (answer.kind === 'refused' && USED_CODES.has(answer.code)) return { ...answer, code: 'paid' }
  return understand(answer, (wire) => readTicket(scene, wire, outTradeNo))
}

function readTicket(scene: 'native' | 'jsapi', wire: Wire, outTradeNo: string): CashierTicket | undefined {
  if (text(wire, 'out_trade_no') !== outTradeNo) return undefined
  const named = text(wire, scene === 'native' ? 'qr_code' : 'trade_no')
  if (named === undefined) return undefined
  return scene === 'native' ? { scene, codeUrl: named } : { scene, params: { tradeNO: named } }
}

async function query({ config, deps }: Merchant, outTradeNo: string): Promise<ChannelAnswer<PaymentFact>> {
  const answer = await call(config, 'alipay.trade.query', { out_trade_no: outTradeNo }, deps)
  return understand(answer, (wire) => {
    const fact = paymentFact(wire)
    return fact?.outTradeNo === outTradeNo ? fact : undefined
  })
}

async function close(
  merchant: Merchant,
  outTradeNo: string,
): Promise<ChannelAnswer<{ readonly closed: true }>> {
  const { config, deps } = merchant
  const answer = await call(config, 'alipay.trade.close', { out_trade_no: outTradeNo }, deps)
  if (answer.kind === 'refused' && TOO_LATE_CODES.has(answer.code)) {
    const asked = await query(merchant, outTradeNo)
    if (asked.kind !== 'ok') return asked
    if (asked.value.state === 'closed') return { kind: 'ok', value: { closed: true } }
    if (asked.value.state === 'unpaid') return { kind: 'unknown', message: 'neither closed nor paid' }
    return { ...answer, code: 'paid' }
  }
  return understand(answer, (wire) =>
    text(wire, 'out_trade_no') === outTradeNo ? { closed: true as const } : undefined,
  )
}

/**
 * `fund_change: Y` says that the money has gone just now. `N` says only that this call moved none: it went
 * before, or it has not gone, and only asking tells. The sum it names is of all refunds, so it is not ours.
 */
async function refund(merchant: Merchant, request: StartRefund): Promise<ChannelAnswer<RefundFact>> {
  const { config, deps } = merchant
  const { outTradeNo, outRefundNo } = request
  const biz = {
    out_trade_no: outTradeNo,
    refund_amount: yuan(request.refundFen),
    out_request_no: outRefundNo,
    ...(request.reason === '' ? {} : { refund_reason: cut(request.reason, REASON_LENGTH) }),
  }
  const answer = await call(config, 'alipay.trade.refund', biz, deps)
  if (answer.kind !== 'ok') return answer
  if (text(answer.value, 'out_trade_no') !== outTradeNo)
    return { kind: 'unknown', message: 'the answer is not understood' }
  if (text(answer.value, 'fund_change') !== 'Y') {
    const asked = await queryRefund(merchant, request)
    // Not there: asked for again with the same number, as the provider wants it.
    return asked.kind === 'refused' ? { kind: 'unknown', message: asked.message } : asked
  }
  const finishedAt = time(answer.value, 'gmt_refund_pay')
  const when = finishedAt === undefined ? {} : { finishedAt }
  return { kind: 'ok', value: { outRefundNo, state: 'succeeded', ...when } }
}

/** Refused with REFUND_NOT_EXIST where no such refund was made. */
async function queryRefund(
  { config, deps }: Merchant,
  { outTradeNo, outRefundNo }: RefundRef,
): Promise<ChannelAnswer<RefundFact>> {
  const biz = { out_trade_no: outTradeNo, out_request_no: outRefundNo, query_options: ['gmt_refund_pay'] }
  const answer = await call(config, 'alipay.trade.fastpay.refund.query', biz, deps)
  if (answer.kind === 'ok' && refundFact(answer.value, outRefundNo) === 'none')
    return { kind: 'refused', code: 'REFUND_NOT_EXIST', message: 'no such refund was made' }
  return understand(answer, (wire) => {
    const fact = refundFact(wire, outRefundNo)
    return fact === 'none' ? undefined : fact
  })
}

/**
 * A signed answer that does not say what it should is unknown, not a refusal: something may well have
 * happened.
 */
function understand<Value>(
  answer: ChannelAnswer<Wire>,
  read: (wire: Wire) => Value | undefined,
): ChannelAnswer<Value> {
  if (answer.kind !== 'ok') return answer
  const value = read(answer.value)
  return value === undefined
    ? { kind: 'unknown', message: 'the answer is not understood' }
    : { kind: 'ok', value }
}
