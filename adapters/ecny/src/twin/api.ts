/**
 * The gateway's operations over the books: reads the order's own fields, answers in the bank's. Signatures
 * were checked before and are made after.
 */
import { announce, later } from '@tiantou/adapter-kit/twin'
import {
  findOrder,
  findRefund,
  mustBeOpen,
  openOrder,
  type OrderState,
  refundOrder,
  refundState,
  stateOf,
  type TwinOrder,
  type TwinRefund,
} from './book.ts'
import { type Json, Refusal, seal } from './gate.ts'
import type { TwinState } from './twin-state.ts'

type Work = (twin: TwinState, biz: Json) => object
const STATES: Readonly<Record<OrderState, string>> = { open: 'P', paid: 'S', closed: 'C', expired: 'C' }
const PREFIX = '/polypay/v1.0/mchorders'

const PATHS: Readonly<Record<string, Work>> = {
  [`${PREFIX}/ecny/unifiedOrder`]: start,
  [`${PREFIX}/orderquery`]: (twin, biz) => orderFields(twin, findOrder(twin.book, textOf(biz, 'orderId'))),
  [`${PREFIX}/close`]: close,
  [`${PREFIX}/refund`]: refund,
  [`${PREFIX}/refundquery`]: (twin, biz) => {
    const found = findRefund(twin.book, textOf(biz, 'orderId'))
    if (found === undefined) throw new Refusal('ORDERID_NOT_EXIST', '退款单不存在')
    return refundFields(twin, found.order, found.refund)
  },
}

/** Answers one admitted request. @throws Refusal */
export function answerApi(twin: TwinState, path: string, biz: Json): object {
  const work = Object.hasOwn(PATHS, path) ? PATHS[path] : undefined
  if (work === undefined) throw new Refusal('PARAM_ERROR', '接口不存在')
  mustBe(biz['userId'] === twin.userId, 'userId')
  return work(twin, biz)
}

function start(twin: TwinState, biz: Json): object {
  const way = textOf(biz, 'transactionType')
  mustBe(way === 'TT01' || way === 'TT04', 'transactionType')
  mustBe(biz['currencyCode'] === '156', 'currencyCode')
  const expires = textOf(biz, 'orderTimeExpire')
  mustBe(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(expires), 'orderTimeExpire')
  mustBe(textOf(biz, 'goodsName') !== '', 'goodsName')
  const order = openOrder(twin.book, {
    outTradeNo: numberOf(biz, 'orderId'),
    way,
    description: textOf(biz, 'goodsName'),
    totalFen: fenOf(biz, 'txnAmt'),
    notifyUrl: urlOf(biz),
    expiresAt: Date.parse(`${expires}+08:00`),
  })
  const ticket = way === 'TT01' ? { qrCode: order.ticket } : { invokeUrl: order.ticket }
  return { merId: twin.merId, orderId: order.outTradeNo, cmbOrderId: order.bankNo, ...ticket }
}

function close(twin: TwinState, biz: Json): object {
  const order = findOrder(twin.book, textOf(biz, 'origOrderId'))
  if (stateOf(twin.book, order) === 'open') {
    mustBeOpen(twin.book, order.outTradeNo).end = 'closed'
    twin.book.changed()
  }
  return { origOrderId: order.outTradeNo, closeState: STATES[stateOf(twin.book, order)] }
}

function refund(twin: TwinState, biz: Json): object {
  const order = findOrder(twin.book, textOf(biz, 'origOrderId'))
  mustBe(fenOf(biz, 'txnAmt') === order.totalFen, 'txnAmt')
  const made = refundOrder(twin.book, order.outTradeNo, {
    outRefundNo: numberOf(biz, 'orderId'),
    refundFen: fenOf(biz, 'refundAmt'),
    reason: textOf(biz, 'refundReason'),
    notifyUrl: urlOf(biz),
    end: twin.refundPlans.shift() ?? 'made',
  })
  watchRefund(twin, order, made)
  return { ...refundFields(twin, order, made), tradeState: 'P' }
}

function ended(at: number | undefined): Record<string, string> {
  if (at === undefined) return {}
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00').toPlainDateTime()
  const digits = local.toString({ smallestUnit: 'second' }).replaceAll(/\D/g, '')
  return { endDate: digits.slice(0, 8), endTime: digits.slice(8) }
}

/** What answers and notices say of an order. */
export function orderFields({ merId, book }: TwinState, order: TwinOrder): Record<string, string> {
  return {
    merId,
    orderId: order.outTradeNo,
    cmbOrderId: order.bankNo,
    payType: 'EC',
    txnAmt: String(order.totalFen),
    tradeState: STATES[stateOf(book, order)],
    ...ended(order.paidAt),
  }
}

function refundFields(
  { merId, book }: TwinState,
  order: TwinOrder,
  made: TwinRefund,
): Record<string, string> {
  const state = refundState(book, made)
  return {
    merId,
    orderId: made.outRefundNo,
    origOrderId: order.outTradeNo,
    cmbOrderId: made.bankNo,
    payType: 'EC',
    txnAmt: String(order.totalFen),
    refundAmt: String(made.refundFen),
    tradeState: state,
    ...(state === 'P' ? {} : ended(made.endsAt)),
  }
}

/** The body of a notice: the contents as one field of a form, signed. */
export const noticeBody = ({ keys }: TwinState, contents: object): string =>
  new URLSearchParams(seal({ biz_content: JSON.stringify(contents) }, keys.bank)).toString()

/** Tells the merchant that an order was paid. */
export function tellPaid(twin: TwinState, order: TwinOrder): void {
  const { bankNo: id, notifyUrl: url, outTradeNo } = order
  const body = noticeBody(twin, orderFields(twin, order))
  announce(twin.notifier, { id, event: '支付', outTradeNo, url, body })
}

/** Tells of a refund when it ends. */
export function watchRefund(twin: TwinState, order: TwinOrder, made: TwinRefund): void {
  if (made.end === 'hanging') return
  later(twin.notifier, Math.max(0, made.endsAt - twin.book.now()), () => {
    // A timer may fire a moment early; what it ends has ended all the same.
    made.endsAt = Math.min(made.endsAt, twin.book.now())
    const body = noticeBody(twin, refundFields(twin, order, made))
    const { bankNo: id, notifyUrl: url } = made
    announce(twin.notifier, { id, event: '退款', outTradeNo: order.outTradeNo, url, body })
  })
}

function textOf(biz: Json, name: string): string {
  const value = biz[name]
  return typeof value === 'string' ? value : ''
}

function numberOf(biz: Json, name: string): string {
  const number = textOf(biz, name)
  mustBe(/^[0-9A-Za-z]{6,32}$/.test(number), name)
  return number
}

function fenOf(biz: Json, name: string): number {
  const text = textOf(biz, name)
  mustBe(/^[1-9]\d{0,11}$/.test(text), name)
  return Number(text)
}

function urlOf(biz: Json): string {
  const url = textOf(biz, 'notifyUrl')
  mustBe(URL.canParse(url), 'notifyUrl')
  return url
}

function mustBe(good: boolean, field: string): void {
  if (!good) throw new Refusal('PARAM_ERROR', `参数 ${field} 无效`)
}
