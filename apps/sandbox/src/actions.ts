/**
 * What the buttons of the sandbox do to the twins: a word and a few arguments → one control function. No
 * HTML, no HTTP.
 */
import type { AlipayTwin, FaultKind as AlipayFault, ForgeKind as AlipayForgery } from '@tiantou/alipay/twin'
import type { TencentSmsTwin } from '@tiantou/tencent-sms/twin'
import type { WechatOpenTwin } from '@tiantou/wechat-open/twin'
import { TwinRefusal, type FaultKind, type ForgeKind, type WechatPayTwin } from '@tiantou/wechat-pay/twin'

type Given = Readonly<Record<string, unknown>>
type Pay = WechatPayTwin['control']
type Alipay = AlipayTwin['control']

const LATE_MS = 10_000
const LONGEST_NAME = 20
const PLANS = { lose: 'lose', twice: 'twice', hold: 'hold', late: { delay_ms: LATE_MS } } as const
export type Plan = (typeof PLANS)[keyof typeof PLANS]
const REFUND_ENDS = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'PROCESSING'] as const

/**
 * One button of the cashier. `status` is what our own server answered to a notice, 0 for nothing. @throws
 * TwinRefusal
 */
export async function answerOrderAction(pay: Pay, no: string, action: string, given: Given): Promise<object> {
  if (action === 'pay') return { order: wechatOrder(payWithPlan(pay, no, given['plan'])) }
  if (action === 'cancel') return { order: wechatOrder(pay.cancel(no)) }
  if (action === 'expire') return { order: wechatOrder(pay.expire(no)) }
  if (action === 'decline') return { order: wechatOrder(pay.decline(no)) }
  if (action === 'repeat') return { status: await pay.repeatNotice(no) }
  if (action === 'forge') return { status: await pay.forge(no, given['kind'] as ForgeKind) }
  if (action === 'end-refund') return { done: pay.endRefund(text(given['outRefundNo']), 'SUCCESS') }
  throw unknownAction()
}

/** An order as the pages show it; the other channel's look the same. */
export function wechatOrder(order: ReturnType<Pay['pay']>) {
  const { codeUrl, ...rest } = order
  return { ...rest, way: order.scene, ...(order.scene === 'native' ? { codeUrl } : {}) }
}

/** A trade at Alipay in the shape of the pages. */
export function alipayOrder(trade: ReturnType<Alipay['pay']>) {
  const { subject, tradeNo, qrCode, refunds, ...rest } = trade
  return {
    ...rest,
    description: subject,
    ...(trade.paidAt === undefined ? {} : { transactionId: tradeNo }),
    ...(trade.way === 'precreate' ? { codeUrl: qrCode } : {}),
    refunds: refunds.map((refund) => ({ ...refund, status: 'SUCCESS' })),
  }
}

/**
 * One button of Alipay's cashier. `status` is what our own server answered to a notice, 0 for nothing.
 * @throws its twin's refusal
 */
export async function answerTradeAction(
  alipay: Alipay,
  no: string,
  action: string,
  given: Given,
): Promise<object> {
  if (action === 'pay') {
    const plan = planOf(given['plan'])
    if (plan !== undefined && alipay.trade(no)?.state === 'WAIT_BUYER_PAY') alipay.planNotice(plan)
    return { order: alipayOrder(alipay.pay(no)) }
  }
  if (action === 'cancel') return { order: alipayOrder(alipay.cancel(no)) }
  if (action === 'expire') return { order: alipayOrder(alipay.expire(no)) }
  if (action === 'decline') return { order: alipayOrder(alipay.decline(no)) }
  if (action === 'repeat') return { status: await alipay.repeatNotice(no) }
  if (action === 'forge') return { status: await alipay.forge(no, given['kind'] as AlipayForgery) }
  throw unknownAction()
}

/** Misbehaviour to come of Alipay's twin. */
export function answerAlipayPlan(alipay: Alipay, action: string, given: Given): void {
  if (action === 'behave') return alipay.behave()
  if (action === 'fail') return alipay.failNext({ kind: given['kind'] as AlipayFault, times: 1 })
  const { end } = given
  if (action !== 'refund' || (end !== 'made' && end !== 'silent')) throw unknownAction()
  alipay.planRefund(end)
}

/** A notice's fate by its word; undefined for none. @throws TwinRefusal */
export function planOf(plan: unknown): Plan | undefined {
  if (plan === undefined) return undefined
  if (typeof plan !== 'string' || !Object.hasOwn(PLANS, plan)) throw unknownAction()
  return PLANS[plan as keyof typeof PLANS]
}

function payWithPlan(pay: Pay, no: string, word: unknown): ReturnType<Pay['pay']> {
  const plan = planOf(word)
  // Looked at first, so that a plan is not left behind for somebody else's notice.
  if (plan !== undefined && pay.order(no)?.state === 'NOTPAY') pay.planNotice(plan)
  return pay.pay(no)
}

/** Misbehaviour to come of the payment twin. @throws TwinRefusal */
export function answerPayPlan(pay: Pay, action: string, given: Given): void {
  if (action === 'behave') return pay.behave()
  if (action === 'fail') return pay.failNext({ kind: given['kind'] as FaultKind, times: 1 })
  const end = REFUND_ENDS.find((each) => each === given['end'])
  if (action !== 'refund' || end === undefined) throw unknownAction()
  pay.planRefund(end)
}

/** The buttons over the SMS inbox. @throws TwinRefusal */
export function answerSmsAction(sms: TencentSmsTwin['control'], action: string, given: Given): void {
  if (action === 'clear') return sms.clear()
  if (action === 'limit') return sms.limit(given['isOn'] === true)
  if (action === 'fail-timeout') return sms.failNext({ kind: 'timeout', times: 1 })
  if (action === 'fail-code') return sms.failNext({ kind: 'number-code', times: 1 })
  throw unknownAction()
}

/**
 * The page of consent, and what a mini program is given: an address to go to, or a code. @throws TwinRefusal
 */
export function answerWechatAction(wechat: WechatOpenTwin['control'], action: string, given: Given): object {
  const name = text(given['name']).trim().slice(0, LONGEST_NAME)
  if (action === 'authorize') {
    const ask = wechat.read(Object.fromEntries(new URLSearchParams(text(given['query']))))
    if ('errcode' in ask) throw new TwinRefusal(400, `wechat_${ask.errcode}`, ask.words)
    return { url: wechat.authorize(ask, name === '' ? undefined : name) }
  }
  if (action !== 'code' || name === '') throw unknownAction()
  const phone = text(given['phone'])
  if (/^1[3-9]\d{9}$/.test(phone)) wechat.person(name, phone)
  return { code: given['kind'] === 'phone' ? wechat.phoneCode(name) : wechat.jsCode(name) }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function unknownAction(): TwinRefusal {
  return new TwinRefusal(404, 'no_such_action', 'no such action')
}
