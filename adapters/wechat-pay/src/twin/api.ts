/**
 * The protocol's operations over the books: reads a request, answers in the provider's JSON. Signatures
 * were checked before and are made after; here only shapes and rules. Source: WeChat Pay APIv3, merchants'
 * JSAPI, H5, Native and refund pages.
 */
import { billLink } from './bill.ts'
import {
  closeOrder,
  endRefund,
  findOrder,
  openOrder,
  openRefund,
  type RefundStatus,
  type TwinOrder,
} from './book.ts'
import type { TwinAnswer } from './faults.ts'
import { certificatePem } from './certificate.ts'
import { encrypt, mustBe, Refusal } from './gate.ts'
import { asJson, canonical, textOf, type Json } from './json.ts'
import { announce, later } from './notifier.ts'
import { orderObject, refundNotice, refundObject, rfc3339 } from './render.ts'
import { redirect } from './redirect.ts'
import { answerFapiao } from './fapiao.ts'
import { answerSharing } from './sharing.ts'
import { answerTransfers } from './transfers.ts'
import type { TwinState } from './twin-state.ts'

const NUMBER = /^[0-9A-Za-z_\-|*]{6,32}$/
const REFUND_NUMBER = /^[0-9A-Za-z_\-|*@]{1,64}$/

/** Answers one admitted request. @throws Refusal */
export function answerApi(twin: TwinState, method: string, target: string, body: Buffer): TwinAnswer {
  const url = new URL(target, 'http://twin.invalid')
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
  const route = `${method} ${parts.slice(0, 3).join('/')}`
  if (route === 'POST v3/pay/transactions' && parts.length === 4)
    return start(twin, parts[3] ?? '', readBody(body))
  if (parts[3] === 'out-trade-no' && route === 'GET v3/pay/transactions' && parts.length === 5) {
    mustBe(url.searchParams.get('mchid') === twin.mchId, 'mchid')
    return say(200, orderObject(findOrder(twin.book, parts[4] ?? '')))
  }
  if (parts[3] === 'out-trade-no' && route === 'POST v3/pay/transactions' && parts[5] === 'close') {
    mustBe(readBody(body)['mchid'] === twin.mchId, 'mchid')
    closeOrder(twin.book, parts[4] ?? '')
    return { status: 204, body: '' }
  }
  if (route === 'POST v3/refund/domestic' && parts[3] === 'refunds' && parts.length === 4) {
    return refund(twin, readBody(body))
  }
  if (route === 'POST v3/refund/domestic' && parts[3] === 'refunds' && parts[5] === 'apply-abnormal-refund') {
    const { order, refund: sent, isNew } = redirect(twin, parts[4] ?? '', readBody(body))
    const answer = say(200, refundObject(order, sent))
    if (isNew) planEnd(twin, order, sent.outRefundNo)
    return answer
  }
  if (route === 'GET v3/refund/domestic' && parts[3] === 'refunds' && parts.length === 5) {
    const found = twin.book.refunds.get(parts[4] ?? '')
    if (found === undefined) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
    return say(200, refundObject(found.order, found.refund))
  }
  const transfer = answerTransfers(twin, method, parts, () => readBody(body))
  if (transfer !== undefined) return transfer
  const fapiao = answerFapiao(twin, method, parts, () => readBody(body))
  if (fapiao !== undefined) return fapiao
  const sharing = answerSharing(twin, method, parts, { query: url.searchParams, body: () => readBody(body) })
  if (sharing !== undefined) return sharing
  if (route === 'GET v3/bill/tradebill') return say(200, billLink(twin, 'trade', url.searchParams))
  if (route === 'GET v3/bill/fundflowbill') return say(200, billLink(twin, 'fund', url.searchParams))
  if (route === 'GET v3/certificates' && parts.length === 2) return certificates(twin)
  throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '接口不存在')
}

const FIVE_YEARS_MS = 5 * 365 * 86_400_000

function certificates(twin: TwinState): TwinAnswer {
  if (!twin.offersCertificates)
    throw new Refusal(
      404,
      'RESOURCE_NOT_EXISTS',
      '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥',
    )
  const { certificate: key, apiV3Key } = twin.keys
  const from = twin.book.now() - 86_400_000
  const until = from + FIVE_YEARS_MS
  const pem = certificatePem(key, from, until)
  const nonce = twin.book.random(6).toString('hex')
  const one = {
    serial_no: key.serial,
    effective_time: rfc3339(from),
    expire_time: rfc3339(until),
    encrypt_certificate: encrypt(apiV3Key, pem, 'certificate', nonce),
  }
  return say(200, { data: [one] })
}

function start(twin: TwinState, scene: string, said: Json): TwinAnswer {
  if (scene !== 'jsapi' && scene !== 'h5' && scene !== 'native')
    throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '接口不存在')
  const amount = asJson(said['amount'])
  const total = amount['total']
  const isOurs = said['mchid'] === twin.mchId && said['appid'] === twin.appId
  if (!isOurs) throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', 'appid 与 mchid 不匹配')
  const description = textOf(said['description'])
  mustBe(description.length >= 1 && description.length <= 127, 'description')
  const outTradeNo = textOf(said['out_trade_no'])
  mustBe(NUMBER.test(outTradeNo), 'out_trade_no')
  mustBe(typeof total === 'number' && Number.isSafeInteger(total) && total > 0, 'amount.total')
  mustBe((amount['currency'] ?? 'CNY') === 'CNY', 'amount.currency')
  const notifyUrl = textOf(said['notify_url'])
  mustBe(isNotifyUrl(notifyUrl), 'notify_url')
  const openId = asJson(said['payer'])['openid']
  if (scene === 'jsapi') mustBe(typeof openId === 'string' && openId !== '', 'payer.openid')
  const sceneInfo = asJson(said['scene_info'])
  if (scene === 'h5') {
    mustBe(typeof sceneInfo['payer_client_ip'] === 'string', 'scene_info.payer_client_ip')
    mustBe(
      ['Wap', 'iOS', 'Android'].includes(String(asJson(sceneInfo['h5_info'])['type'])),
      'scene_info.h5_info.type',
    )
  }
  const opened = openOrder(twin.book, {
    outTradeNo,
    scene,
    appId: twin.appId,
    mchId: twin.mchId,
    description,
    totalFen: Number(total),
    notifyUrl,
    openId: typeof openId === 'string' ? openId : undefined,
    expiresAt: readTime(said['time_expire'], 'time_expire'),
    isShared: asJson(said['settle_info'])['profit_sharing'] === true,
    saidBefore: `${scene} ${canonical(said)}`,
  })
  if (scene === 'jsapi') return say(200, { prepay_id: opened.prepayId })
  if (scene === 'native') return say(200, { code_url: opened.codeUrl })
  return say(200, { h5_url: h5Url(twin, opened.prepayId) })
}

function h5Url(twin: TwinState, prepayId: string): string {
  const url = new URL(twin.cashierUrl)
  url.searchParams.set('prepay_id', prepayId)
  url.searchParams.set('package', String(twin.book.random(4).readUInt32BE()))
  return url.href
}

function refund(twin: TwinState, said: Json): TwinAnswer {
  const amount = asJson(said['amount'])
  const outRefundNo = textOf(said['out_refund_no'])
  mustBe(REFUND_NUMBER.test(outRefundNo), 'out_refund_no')
  mustBe(Number.isSafeInteger(amount['refund']) && Number(amount['refund']) > 0, 'amount.refund')
  mustBe(Number.isSafeInteger(amount['total']) && Number(amount['total']) > 0, 'amount.total')
  mustBe(amount['currency'] === 'CNY', 'amount.currency')
  const reason = textOf(said['reason'])
  mustBe(Buffer.byteLength(reason) <= 80, 'reason')
  const notifyUrl = said['notify_url'] === undefined ? undefined : textOf(said['notify_url'])
  mustBe(notifyUrl === undefined || isNotifyUrl(notifyUrl), 'notify_url')
  const outTradeNo = textOf(said['out_trade_no'] ?? outTradeNoOf(twin, said['transaction_id']))
  const booked = openRefund(twin.book, outTradeNo, {
    outRefundNo,
    refundFen: Number(amount['refund']),
    totalFen: Number(amount['total']),
    reason,
    notifyUrl,
  })
  const order = findOrder(twin.book, outTradeNo)
  const answer = say(200, refundObject(order, booked.refund))
  if (booked.isNew) planEnd(twin, order, outRefundNo)
  return answer
}

/** A refund ends as planned, well when nothing is. */
function planEnd(twin: TwinState, order: TwinOrder, outRefundNo: string): void {
  const plan = twin.refundPlans.shift() ?? 'SUCCESS'
  if (plan === 'PROCESSING') return
  later(twin.notifier, twin.refundDelay_ms, () => settle(twin, order, outRefundNo, plan))
}

/** Ends a refund and tells the merchant. Answers whether anything changed. */
export function settle(
  twin: TwinState,
  order: TwinOrder,
  outRefundNo: string,
  status: Exclude<RefundStatus, 'PROCESSING'>,
): boolean {
  const refund = order.refunds.find((each) => each.outRefundNo === outRefundNo)
  if (refund === undefined || !endRefund(twin.book, refund, status)) return false
  if (refund.notifyUrl === undefined) return true
  announce(twin.notifier, {
    type: `REFUND.${status}`,
    outTradeNo: order.outTradeNo,
    url: refund.notifyUrl,
    resource: refundNotice(order, refund),
  })
  return true
}

function outTradeNoOf(twin: TwinState, transactionId: unknown): string {
  for (const order of twin.book.orders.values())
    if (order.transactionId === transactionId) return order.outTradeNo
  return ''
}

function isNotifyUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) && url.search === ''
}

function readTime(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined
  mustBe(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(textOf(value)), name)
  const at = Date.parse(textOf(value))
  mustBe(Number.isFinite(at), name)
  return at
}

function readBody(body: Buffer): Json {
  try {
    return asJson(JSON.parse(body.toString('utf8')))
  } catch {
    throw new Refusal(400, 'PARAM_ERROR', '请求体不是 JSON')
  }
}

function say(status: number, body: object): TwinAnswer {
  return { status, body: JSON.stringify(body) }
}
