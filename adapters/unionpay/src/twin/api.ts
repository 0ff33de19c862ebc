/**
 * The gateway's transactions over the books: reads the order's own fields, answers in the provider's.
 * Signatures were checked before and are made after. Source: open.unionpay.com, gateway payment, version
 * 5.1.0.
 */
import { announce, later } from '@tiantou/adapter-kit/twin'
import {
  findOrder,
  findRefund,
  openOrder,
  refundCode,
  refundOrder,
  type TwinOrder,
  type TwinRefund,
} from './book.ts'
import { dayFile } from './day-file.ts'
import { type Answer, signed } from './answers.ts'
import { type Form, Refusal } from './gate.ts'
import { orderFields, refundFields } from './render.ts'
import type { TwinState } from './twin-state.ts'

const WORDS: Readonly<Record<string, string>> = {
  '00': '成功',
  '05': '交易已受理，请稍后查询',
  '36': '交易金额超限',
}
export const said = (respCode: string): Answer => ({ respCode, respMsg: WORDS[respCode] ?? '交易失败' })

/** What may be asked where. */
const PATHS: Readonly<Record<string, (twin: TwinState, form: Form) => Answer>> = {
  '/gateway/api/appTransReq.do': (twin, form) => ({ ...said('00'), tn: enter(twin, form, 'app').tn }),
  '/gateway/api/queryTrans.do': query,
  '/gateway/api/backTransReq.do': refund,
  '/file/': file,
}

/** Answers one admitted request. @throws Refusal */
export function answerApi(twin: TwinState, path: string, form: Form): Answer {
  const work = Object.hasOwn(PATHS, path) ? PATHS[path] : undefined
  if (work === undefined) throw new Refusal('10', '报文格式错误')
  const answer = work(twin, form)
  const own = ['txnType', 'txnSubType', 'bizType', 'orderId', 'txnTime'] as const
  return { ...Object.fromEntries(own.map((name) => [name, form.get(name) ?? ''])), ...answer }
}

/** A browser's form, or an app's order: the order is there from now on. @throws Refusal */
export function enter(twin: TwinState, form: Form, way: 'front' | 'app'): TwinOrder {
  mustBe(is(form, '01', '01') && form.get('bizType') === '000201', 'txnType')
  mustBe(/^(07|08)$/.test(textOf(form, 'channelType')), 'channelType')
  const returnUrl = textOf(form, 'frontUrl')
  mustBe(way === 'app' || URL.canParse(returnUrl), 'frontUrl')
  return openOrder(twin.book, {
    ...keyOf(form),
    way,
    description: textOf(form, 'orderDesc'),
    totalFen: fenOf(form),
    notifyUrl: urlOf(form),
    returnUrl: returnUrl === '' ? undefined : returnUrl,
    expiresAt: timeOf(textOf(form, 'payTimeout')),
  })
}

function query(twin: TwinState, form: Form): Answer {
  mustBe(is(form, '00', '00'), 'txnType')
  const { outTradeNo, txnTime } = keyOf(form)
  const refunded = findRefund(twin.book, outTradeNo)
  if (refunded !== undefined) {
    const order = [...twin.book.orders.values()].find(({ refunds }) => refunds.includes(refunded))
    if (order === undefined || refunded.txnTime !== txnTime) throw new Refusal('34', '查无此交易')
    const code = refundCode(twin.book, refunded)
    return { ...refundFields(order, refunded), ...said('00'), origRespCode: code }
  }
  const order = findOrder(twin.book, outTradeNo)
  // Who has not tried to pay has made no transaction that could be asked about.
  if (order.txnTime !== txnTime || (order.paidAt === undefined && order.declined === 0))
    throw new Refusal('34', '查无此交易')
  const origRespCode = order.paidAt === undefined ? '61' : '00'
  return { ...orderFields(order), ...said('00'), origRespCode }
}

function refund(twin: TwinState, form: Form): Answer {
  mustBe(is(form, '04', '00'), 'txnType')
  const { outTradeNo: outRefundNo, txnTime } = keyOf(form)
  const [order, made] = refundOrder(twin.book, textOf(form, 'origQryId'), {
    outRefundNo,
    txnTime,
    refundFen: fenOf(form),
    notifyUrl: urlOf(form),
    end: twin.refundPlans.shift() ?? 'made',
  })
  watchRefund(twin, order, made)
  return { ...said('00'), queryId: made.queryId, origQryId: order.queryId, txnAmt: String(made.refundFen) }
}

/** Tells of the refund when it ends. */
export function watchRefund(twin: TwinState, order: TwinOrder, refunded: TwinRefund): void {
  if (refunded.end === 'hanging') return
  later(twin.notifier, Math.max(0, refunded.endsAt - twin.book.now()), () => {
    // A timer may fire a moment early; what it ends has ended all the same.
    refunded.endsAt = Math.min(refunded.endsAt, twin.book.now())
    const fields = { ...refundFields(order, refunded), ...said(refundCode(twin.book, refunded)) }
    const body = new URLSearchParams(signed(twin, fields)).toString()
    const { queryId: id, notifyUrl: url } = refunded
    announce(twin.notifier, { id, event: '退款', outTradeNo: order.outTradeNo, url, body })
  })
}

/** Tells the merchant that an order was paid. */
export function tellPaid(twin: TwinState, order: TwinOrder): void {
  const { queryId: id, notifyUrl: url, outTradeNo } = order
  const body = new URLSearchParams(signed(twin, { ...orderFields(order), ...said('00') })).toString()
  announce(twin.notifier, { id, event: '消费', outTradeNo, url, body })
}

function file(twin: TwinState, form: Form): Answer {
  mustBe(is(form, '76', '01'), 'txnType')
  const day = textOf(form, 'settleDate')
  mustBe(/^\d{4}$/.test(day), 'settleDate')
  const made = dayFile(twin, day)
  if (made === undefined) throw new Refusal('98', '文件不存在')
  return { ...said('00'), settleDate: day, ...made }
}

const is = (form: Form, type: string, subType: string): boolean =>
  form.get('txnType') === type && form.get('txnSubType') === subType

const textOf = (form: Form, name: string): string => form.get(name) ?? ''

function keyOf(form: Form): { outTradeNo: string; txnTime: string } {
  const outTradeNo = textOf(form, 'orderId')
  mustBe(/^[0-9A-Za-z]{8,40}$/.test(outTradeNo), 'orderId')
  return { outTradeNo, txnTime: textOf(form, 'txnTime') }
}

function fenOf(form: Form): number {
  const text = textOf(form, 'txnAmt')
  mustBe(/^[1-9]\d{0,11}$/.test(text) && form.get('currencyCode') === '156', 'txnAmt')
  return Number(text)
}

function urlOf(form: Form): string {
  const url = textOf(form, 'backUrl')
  mustBe(URL.canParse(url), 'backUrl')
  return url
}

function timeOf(given: string): number {
  mustBe(/^\d{14}$/.test(given), 'payTimeout')
  return Date.parse(given.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6+08:00'))
}

function mustBe(good: boolean, field: string): void {
  if (!good) throw new Refusal('10', `报文格式错误 ${field}`)
}
