/**
 * The gateway's methods over the books: reads the order's own parameters, answers in the provider's fields.
 * Signatures were checked before and are made after. Source: opendocs.alipay.com, the pages of these methods.
 */
import { hasBill } from './bill.ts'
import { closeTrade, findTrade, openTrade, refundTrade, statusOf, type TwinTrade } from './book.ts'
import type { Answer } from './faults.ts'
import { type Form, no, Refusal, wrong } from './gate.ts'
import { announce } from './notifier.ts'
import { noticeFields, refundFields, refundQueryFields, tradeFields } from './render.ts'
import type { TwinState } from './twin-state.ts'

export type Json = Readonly<Record<string, unknown>>
type Method = (twin: TwinState, biz: Json, form: Form) => Answer

const BILL_LIFE_MS = 30_000

/** Which product code each way of starting takes. */
const WAYS: Readonly<Record<string, { readonly way: string; readonly product: string }>> = {
  'alipay.trade.wap.pay': { way: 'wap', product: 'QUICK_WAP_WAY' },
  'alipay.trade.page.pay': { way: 'page', product: 'FAST_INSTANT_TRADE_PAY' },
  'alipay.trade.app.pay': { way: 'app', product: 'QUICK_MSECURITY_PAY' },
  'alipay.trade.precreate': { way: 'precreate', product: 'FACE_TO_FACE_PAYMENT' },
  'alipay.trade.create': { way: 'create', product: 'JSAPI_PAY' },
}

const METHODS: Readonly<Record<string, Method>> = {
  'alipay.trade.precreate': (twin, biz, form) => {
    const trade = start(twin, biz, form)
    return { out_trade_no: trade.outTradeNo, qr_code: trade.qrCode }
  },
  'alipay.trade.create': (twin, biz, form) => {
    mustBe(textOf(biz, 'buyer_open_id') !== '' || textOf(biz, 'buyer_id') !== '', 'buyer_open_id')
    const trade = start(twin, biz, form)
    return { out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo }
  },
  'alipay.trade.query': (twin, biz) => tradeFields(findTrade(twin.book, numberOf(twin, biz))),
  'alipay.trade.close': (twin, biz) => {
    const trade = closeTrade(twin.book, numberOf(twin, biz))
    return { trade_no: trade.tradeNo, out_trade_no: trade.outTradeNo }
  },
  'alipay.trade.refund': refund,
  'alipay.trade.fastpay.refund.query': (twin, biz) => {
    const trade = findTrade(twin.book, numberOf(twin, biz))
    const outRefundNo = textOf(biz, 'out_request_no')
    mustBe(outRefundNo !== '', 'out_request_no')
    return refundQueryFields(
      trade,
      trade.refunds.find((each) => each.outRefundNo === outRefundNo),
    )
  },
  'alipay.data.dataservice.bill.downloadurl.query': bill,
}

/** Answers one admitted request. @throws Refusal */
export function answerApi(twin: TwinState, form: Form): Answer {
  const name = form.get('method') ?? ''
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (method === undefined) throw wrong('isv.invalid-method', '不存在的方法名')
  return { code: '10000', msg: 'Success', ...method(twin, bizOf(form), form) }
}

/** A browser, or the app's SDK, hands in a signed order: the trade is there from now on. @throws Refusal */
export function enterCashier(twin: TwinState, form: Form): TwinTrade {
  const method = form.get('method') ?? ''
  if (!['wap', 'page', 'app'].includes(WAYS[method]?.way ?? ''))
    throw wrong('isv.invalid-method', '不存在的方法名')
  return start(twin, bizOf(form), form)
}

function start(twin: TwinState, biz: Json, form: Form): TwinTrade {
  const method = form.get('method') ?? ''
  const { way = '', product = '' } = WAYS[method] ?? {}
  mustBe((biz['product_code'] ?? product) === product, 'product_code')
  const outTradeNo = textOf(biz, 'out_trade_no')
  mustBe(/^[0-9A-Za-z_]{1,64}$/.test(outTradeNo), 'out_trade_no')
  const subject = textOf(biz, 'subject')
  mustBe(subject !== '' && subject.length <= 256 && !/[/=&]/.test(subject), 'subject')
  const notifyUrl = form.get('notify_url')
  mustBe(notifyUrl === undefined || URL.canParse(notifyUrl), 'notify_url')
  const expires = textOf(biz, 'time_expire')
  return openTrade(twin.book, {
    outTradeNo,
    way,
    subject,
    totalFen: fenOf(biz, 'total_amount'),
    notifyUrl,
    returnUrl: form.get('return_url'),
    saidBefore: `${textOf(biz, 'total_amount')} ${subject}`,
    isOpened: way !== 'precreate',
    expiresAt: expires === '' ? undefined : timeOf(expires),
  })
}

function refund(twin: TwinState, biz: Json): Answer {
  const outTradeNo = numberOf(twin, biz)
  const refundFen = fenOf(biz, 'refund_amount')
  const trade = findTrade(twin.book, outTradeNo)
  const outRefundNo = textOf(biz, 'out_request_no')
  if (outRefundNo === '' && refundFen !== trade.totalFen)
    throw no('REFUND_AMT_NOT_EQUAL_TOTAL', '撤销或退款金额与订单金额不一致')
  if (twin.refundPlans.shift() === 'silent') return refundFields(trade, false)
  const { isNew } = refundTrade(twin.book, outTradeNo, {
    outRefundNo: outRefundNo || outTradeNo,
    refundFen,
    reason: textOf(biz, 'refund_reason'),
  })
  if (isNew) tell(twin, trade)
  return refundFields(trade, isNew)
}

/** Tells the merchant how a trade stands; with its last refund where there is one. */
export function tell(twin: TwinState, trade: TwinTrade): void {
  if (trade.notifyUrl === undefined || statusOf(trade) === 'WAIT_BUYER_PAY') return
  announce(twin, trade.notifyUrl, noticeFields(trade, trade.refunds.at(-1)))
}

function bill(twin: TwinState, biz: Json): Answer {
  const day = textOf(biz, 'bill_date')
  const kind = textOf(biz, 'bill_type')
  if (kind !== 'trade' && kind !== 'signcustomer')
    throw new Refusal('40004', 'isv.invalid-parameter', 'bill_type')
  mustBe(/^\d{4}-\d\d-\d\d$/.test(day), 'bill_date')
  if (!hasBill(twin, kind, day)) throw new Refusal('40004', 'isp.bill_not_exist', '账单不存在')
  const token = twin.book.random(16).toString('hex')
  twin.billTokens.set(token, { kind, day, until: twin.book.now() + BILL_LIFE_MS })
  return { bill_download_url: `${twin.url}/bill?token=${token}` }
}

function numberOf(twin: TwinState, biz: Json): string {
  const given = textOf(biz, 'out_trade_no')
  if (given !== '') return given
  const tradeNo = textOf(biz, 'trade_no')
  mustBe(tradeNo !== '', 'out_trade_no')
  for (const trade of twin.book.trades.values()) if (trade.tradeNo === tradeNo) return trade.outTradeNo
  throw no('TRADE_NOT_EXIST', '交易不存在')
}

function bizOf(form: Form): Json {
  try {
    const value: unknown = JSON.parse(form.get('biz_content') ?? '')
    if (typeof value === 'object' && value !== null) return value as Json
  } catch {
    // Said below.
  }
  throw wrong('isv.invalid-parameter', 'biz_content 不是 JSON')
}

function textOf(biz: Json, name: string): string {
  const value = biz[name]
  return typeof value === 'string' ? value : ''
}

/** Yuan with two decimals at most, from one fen on. */
function fenOf(biz: Json, name: string): number {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(textOf(biz, name))
  const fen = Number(match?.[1] ?? 0) * 100 + Number((match?.[2] ?? '').padEnd(2, '0'))
  mustBe(match !== null && fen > 0, name)
  return fen
}

function timeOf(given: string): number {
  mustBe(/^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(given), 'time_expire')
  return Date.parse(`${given.replace(' ', 'T')}+08:00`)
}

function mustBe(good: boolean, field: string): void {
  if (!good) throw no('INVALID_PARAMETER', `参数 ${field} 无效`)
}
