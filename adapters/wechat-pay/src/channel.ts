/**
 * WeChat Pay as a payment channel: the five operations and the webhook, each in the provider's words and
 * back in ours. It keeps no state and decides nothing about money; unknown outcomes go back to the caller,
 * who asks again.
 */
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
import { verifyCallback } from './callback.ts'
import { call, type Merchant, understand } from './client.ts'
import type { WechatPayConfig } from './config.ts'
import { paymentFact, refundFact } from './facts.ts'
import { openKeyRing } from './keys.ts'
import { redirectRefund } from './redirect.ts'
import type { ClientDeps } from './send.ts'
import { callUp } from './sign.ts'
import { chinaTime, cutBytes, text, type Wire } from './wire.ts'

const SCENES = ['jsapi', 'h5', 'native'] as const satisfies readonly PayScene[]
const DESCRIPTION_BYTES = 127
const REASON_BYTES = 80
/** The provider's ways of saying that a payment cannot be closed because it was made. */
const PAID_CODES = new Set(['ORDERPAID', 'ORDER_PAID'])
const CLOSED_CODES = new Set(['ORDER_CLOSED', 'ORDERCLOSED'])

/**
 * Makes the channel. All amounts are integer fen and all times milliseconds UTC.
 * Codes of its own beside the provider's: `openid_missing` (start, jsapi) and `paid` (close).
 */
export function createWechatPay(config: WechatPayConfig, deps: ClientDeps): PaymentChannel {
  const keys = openKeyRing(config, deps)
  const merchant = { config, keys }
  return {
    name: 'wechat-pay',
    merchantId: config.mchId,
    appId: config.appId,
    scenes: SCENES,
    start: (request) => start(merchant, request, deps),
    query: (outTradeNo) => query(merchant, outTradeNo, deps),
    close: (outTradeNo) => close(merchant, outTradeNo, deps),
    refund: (request) => refund(merchant, request, deps),
    redirectRefund: (request) => redirectRefund(merchant, request, deps),
    queryRefund: (refund) => queryRefund(merchant, refund, deps),
    verify: (callback) => {
      const verified = verifyCallback(config.apiV3Key, keys.held, callback, deps.now())
      // The provider repeats what was refused; by then a new certificate is known.
      if (verified.kind === 'bad' && verified.code === 'serial_unknown') void keys.renew()
      return verified
    },
  }
}

/**
 * The body depends on the request alone: a repeated start must be word for word the same (else
 * INVALID_REQUEST).
 */
async function start(
  merchant: Merchant,
  request: StartPayment,
  deps: ClientDeps,
): Promise<ChannelAnswer<CashierTicket>> {
  const { config } = merchant
  const { scene } = request
  if (!isOurs(scene)) return { kind: 'refused', code: 'not_offered', message: `there is no ${scene} here` }
  if (scene === 'jsapi' && (request.openId ?? '') === '') {
    return { kind: 'refused', code: 'openid_missing', message: 'jsapi needs the payer’s openid' }
  }
  const body = {
    appid: config.appId,
    mchid: config.mchId,
    description: cutBytes(request.description, DESCRIPTION_BYTES),
    out_trade_no: request.outTradeNo,
    time_expire: chinaTime(request.expiresAt),
    notify_url: config.notifyUrl,
    amount: { total: request.amountFen, currency: 'CNY' },
    ...(request.isShared === true && config.canShare ? { settle_info: { profit_sharing: true } } : {}),
    ...(scene === 'jsapi' ? { payer: { openid: request.openId } } : {}),
    ...(scene === 'h5'
      ? { scene_info: { payer_client_ip: request.clientIp, h5_info: { type: 'Wap' } } }
      : {}),
  }
  const answer = await call(merchant, { method: 'POST', path: `/v3/pay/transactions/${scene}`, body }, deps)
  return understand(answer, (wire) => readTicket(merchant.config, scene, wire, deps))
}

function isOurs(scene: PayScene): scene is (typeof SCENES)[number] {
  return (SCENES as readonly PayScene[]).includes(scene)
}

function readTicket(
  config: WechatPayConfig,
  scene: (typeof SCENES)[number],
  wire: Wire,
  deps: ClientDeps,
): CashierTicket | undefined {
  if (scene === 'jsapi') {
    const prepayId = text(wire, 'prepay_id')
    return prepayId === undefined ? undefined : { scene, params: callUp(config, prepayId, deps) }
  }
  if (scene === 'h5') {
    const url = text(wire, 'h5_url')
    return url === undefined ? undefined : { scene, url }
  }
  const codeUrl = text(wire, 'code_url')
  return codeUrl === undefined ? undefined : { scene, codeUrl }
}

async function query(
  merchant: Merchant,
  outTradeNo: string,
  deps: ClientDeps,
): Promise<ChannelAnswer<PaymentFact>> {
  const { config } = merchant
  const path = `${orderPath(outTradeNo)}?mchid=${config.mchId}`
  const answer = await call(merchant, { method: 'GET', path }, deps)
  return understand(answer, (wire) => {
    const isOurs = text(wire, 'mchid') === config.mchId && text(wire, 'appid') === config.appId
    const fact = isOurs ? paymentFact(wire) : undefined
    return fact?.outTradeNo === outTradeNo ? fact : undefined
  })
}

async function close(
  merchant: Merchant,
  outTradeNo: string,
  deps: ClientDeps,
): Promise<ChannelAnswer<{ readonly closed: true }>> {
  const body = { mchid: merchant.config.mchId }
  const answer = await call(merchant, { method: 'POST', path: `${orderPath(outTradeNo)}/close`, body }, deps)
  if (answer.kind === 'refused' && CLOSED_CODES.has(answer.code))
    return { kind: 'ok', value: { closed: true } }
  if (answer.kind === 'refused' && PAID_CODES.has(answer.code)) return { ...answer, code: 'paid' }
  return understand(answer, () => ({ closed: true as const }))
}

async function refund(
  merchant: Merchant,
  request: StartRefund,
  deps: ClientDeps,
): Promise<ChannelAnswer<RefundFact>> {
  const body = {
    out_trade_no: request.outTradeNo,
    out_refund_no: request.outRefundNo,
    ...(request.reason === '' ? {} : { reason: cutBytes(request.reason, REASON_BYTES) }),
    notify_url: merchant.config.refundNotifyUrl,
    amount: { refund: request.refundFen, total: request.totalFen, currency: 'CNY' },
  }
  const answer = await call(merchant, { method: 'POST', path: '/v3/refund/domestic/refunds', body }, deps)
  return understand(answer, (wire) => {
    const fact = refundFact(wire)
    return fact?.outRefundNo === request.outRefundNo && fact.refundFen === request.refundFen
      ? fact
      : undefined
  })
}

async function queryRefund(
  merchant: Merchant,
  { outRefundNo }: RefundRef,
  deps: ClientDeps,
): Promise<ChannelAnswer<RefundFact>> {
  const path = `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`
  const answer = await call(merchant, { method: 'GET', path }, deps)
  return understand(answer, (wire) => {
    const fact = refundFact(wire)
    return fact?.outRefundNo === outRefundNo ? fact : undefined
  })
}

function orderPath(outTradeNo: string): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`
}
