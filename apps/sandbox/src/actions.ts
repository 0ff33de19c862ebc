/**
 * What the buttons of the sandbox do to the twins: a word and a few arguments → one control function. No
 * HTML, no HTTP.
 */
import type { TencentSmsTwin } from '@tiantou/tencent-sms/twin'
import type { WechatOpenTwin } from '@tiantou/wechat-open/twin'
import { TwinRefusal, type FaultKind, type ForgeKind, type WechatPayTwin } from '@tiantou/wechat-pay/twin'

type Given = Readonly<Record<string, unknown>>
type Pay = WechatPayTwin['control']

const LATE_MS = 10_000
const LONGEST_NAME = 20
const PLANS = { lose: 'lose', twice: 'twice', hold: 'hold', late: { delay_ms: LATE_MS } } as const
const REFUND_ENDS = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'PROCESSING'] as const

/**
 * One button of the cashier. `status` is what our own server answered to a notice, 0 for nothing. @throws
 * TwinRefusal
 */
export async function answerOrderAction(pay: Pay, no: string, action: string, given: Given): Promise<object> {
  if (action === 'pay') return { order: payWithPlan(pay, no, given['plan']) }
  if (action === 'cancel') return { order: pay.cancel(no) }
  if (action === 'expire') return { order: pay.expire(no) }
  if (action === 'decline') return { order: pay.decline(no) }
  if (action === 'repeat') return { status: await pay.repeatNotice(no) }
  if (action === 'forge') return { status: await pay.forge(no, given['kind'] as ForgeKind) }
  if (action === 'end-refund') return { done: pay.endRefund(text(given['outRefundNo']), 'SUCCESS') }
  throw unknown()
}

function payWithPlan(pay: Pay, no: string, plan: unknown): ReturnType<Pay['pay']> {
  if (plan === undefined) return pay.pay(no)
  if (typeof plan !== 'string' || !Object.hasOwn(PLANS, plan)) throw unknown()
  // Looked at first, so that a plan is not left behind for somebody else's notice.
  if (pay.order(no)?.state === 'NOTPAY') pay.planNotice(PLANS[plan as keyof typeof PLANS])
  return pay.pay(no)
}

/** Misbehaviour to come of the payment twin. @throws TwinRefusal */
export function answerPayPlan(pay: Pay, action: string, given: Given): void {
  if (action === 'behave') return pay.behave()
  if (action === 'fail') return pay.failNext({ kind: given['kind'] as FaultKind, times: 1 })
  const end = REFUND_ENDS.find((each) => each === given['end'])
  if (action !== 'refund' || end === undefined) throw unknown()
  pay.planRefund(end)
}

/** The buttons over the SMS inbox. @throws TwinRefusal */
export function answerSmsAction(sms: TencentSmsTwin['control'], action: string, given: Given): void {
  if (action === 'clear') return sms.clear()
  if (action === 'limit') return sms.limit(given['isOn'] === true)
  if (action === 'fail-timeout') return sms.failNext({ kind: 'timeout', times: 1 })
  if (action === 'fail-code') return sms.failNext({ kind: 'number-code', times: 1 })
  throw unknown()
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
  if (action !== 'code' || name === '') throw unknown()
  const phone = text(given['phone'])
  if (/^1[3-9]\d{9}$/.test(phone)) wechat.person(name, phone)
  return { code: given['kind'] === 'phone' ? wechat.phoneCode(name) : wechat.jsCode(name) }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function unknown(): TwinRefusal {
  return new TwinRefusal(404, 'no_such_action', 'no such action')
}
