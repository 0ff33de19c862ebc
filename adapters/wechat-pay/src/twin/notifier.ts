/**
 * Sends the twin's notices to the merchant: signs each attempt afresh, climbs the provider's retry ladder
 * until 200 or 204, and loses, delays, doubles or reorders one when told to. It knows nothing of orders.
 */
import { encrypt, seal } from './gate.ts'
import type { TwinKey, TwinKeys } from './keys.ts'
import { rfc3339 } from './render.ts'

/** Waits between attempts in seconds (source: pay.weixin.qq.com, notice of payment); scaled in a twin. */
export const RETRY_LADDER_S = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600,
] as const

/** What happens to the next notice. `hold` lets the one after it go first. */
export type NoticePlan = 'lose' | 'hold' | 'twice' | { readonly delay_ms: number }

export interface Notice {
  readonly id: string
  readonly event: string
  readonly outTradeNo: string
  readonly url: string
  readonly body: string
  /** HTTP status of each attempt; 0 = no answer. */
  readonly attempts: number[]
  state: 'waiting' | 'held' | 'delivered' | 'lost' | 'given-up'
  /** The very bytes and headers sent last, for a replay. */
  lastHeaders?: Readonly<Record<string, string>>
}

export interface NotifierDeps {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Runs a task later; answers how to call it off. */
  readonly schedule: (delay_ms: number, task: () => void) => () => void
  keys: TwinKeys
  /** Factor on the ladder: 1 in life, far below in a sandbox, 0 in most tests. */
  readonly retryScale: number
  readonly answerTimeout_ms: number
}

export interface Notifier extends NotifierDeps {
  /** Newest last, bounded. */
  readonly notices: Notice[]
  readonly pending: Set<() => void>
  readonly inFlight: Set<Promise<unknown>>
  readonly plans: NoticePlan[]
  signWith: 'publicKey' | 'certificate' | 'alternate'
  sent: number
  isClosed: boolean
}

const NOTICES_KEPT = 1000
/** A held notice goes anyway after this long, so that nothing hangs for good. */
const HOLD_MOST_MS = 10_000

export function createNotifier(deps: NotifierDeps): Notifier {
  return {
    ...deps,
    notices: [],
    pending: new Set(),
    inFlight: new Set(),
    plans: [],
    signWith: 'publicKey',
    sent: 0,
    isClosed: false,
  }
}

/** Builds the envelope of one event and sends it as the plan says. */
export function announce(
  notifier: Notifier,
  event: {
    readonly type: string
    readonly outTradeNo: string
    readonly url: string
    readonly resource: object
  },
): Notice {
  const id = `EV-${notifier.random(12).toString('hex')}`
  const notice: Notice = {
    id,
    event: event.type,
    outTradeNo: event.outTradeNo,
    url: event.url,
    body: envelope(notifier, id, event.type, event.resource),
    attempts: [],
    state: 'waiting',
  }
  notifier.notices.push(notice)
  if (notifier.notices.length > NOTICES_KEPT) notifier.notices.shift()
  carryOut(notifier, notice, notifier.plans.shift())
  return notice
}

/** What a notice is about, in the provider's words. */
function kindOf(type: string): readonly [kind: string, summary: string] {
  if (type.startsWith('REFUND')) return ['refund', '退款通知']
  if (type.startsWith('FAPIAO')) return ['fapiao', '电子发票通知']
  return type.startsWith('MCHTRANSFER')
    ? ['mch_payment', '商家转账单据终态通知']
    : ['transaction', '支付成功']
}

/** The JSON of a notice with its resource encrypted. */
export function envelope(notifier: NotifierDeps, id: string, type: string, resource: object): string {
  const [kind, summary] = kindOf(type)
  const nonce = notifier.random(6).toString('hex')
  return JSON.stringify({
    id,
    create_time: rfc3339(notifier.now()),
    resource_type: 'encrypt-resource',
    event_type: type,
    summary,
    resource: {
      original_type: kind,
      ...encrypt(notifier.keys.apiV3Key, JSON.stringify(resource), kind, nonce),
    },
  })
}

function carryOut(notifier: Notifier, notice: Notice, plan: NoticePlan | undefined): void {
  if (plan === 'lose') {
    notice.state = 'lost'
    return
  }
  if (plan === 'hold') {
    notice.state = 'held'
    later(notifier, HOLD_MOST_MS, () => release(notifier, notice))
    return
  }
  if (typeof plan === 'object') {
    later(notifier, plan.delay_ms, () => void deliver(notifier, notice))
    return
  }
  void deliver(notifier, notice)
  if (plan === 'twice') void deliver(notifier, notice)
}

function release(notifier: Notifier, notice: Notice): void {
  if (notice.state !== 'held') return
  notice.state = 'waiting'
  void deliver(notifier, notice)
}

/** One attempt and, when it fails, the next rung of the ladder. */
async function deliver(notifier: Notifier, notice: Notice): Promise<void> {
  const status = await sendOnce(notifier, notice)
  if (notifier.isClosed || notice.state === 'delivered') return
  if (status === 200 || status === 204) {
    notice.state = 'delivered'
    for (const held of notifier.notices.filter((each) => each.state === 'held')) release(notifier, held)
    return
  }
  const wait_s = RETRY_LADDER_S[notice.attempts.length - 1]
  if (wait_s === undefined) {
    notice.state = 'given-up'
    return
  }
  later(notifier, wait_s * 1000 * notifier.retryScale, () => void deliver(notifier, notice))
}

/** Sends a notice once, freshly signed; answers the merchant's HTTP status, 0 when there was none. */
export async function sendOnce(notifier: Notifier, notice: Notice): Promise<number> {
  notice.lastHeaders = sealed(notifier, notice.body, notifier.now(), pickKey(notifier))
  const status = await post(notifier, notice.url, notice.body, notice.lastHeaders)
  notice.attempts.push(status)
  return status
}

function pickKey(notifier: Notifier): TwinKey {
  const { keys, signWith } = notifier
  notifier.sent += 1
  const isCertificate = signWith === 'certificate' || (signWith === 'alternate' && notifier.sent % 2 === 0)
  return isCertificate ? keys.certificate : keys.publicKey
}

/** All headers of a notice whose bytes are vouched for by `key` at `at`. */
export function sealed(deps: NotifierDeps, body: string, at: number, key: TwinKey): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Mozilla/4.0',
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    ...seal(key, body, at, deps.random(16).toString('hex')),
  }
}

/** Posts bytes as they are; answers the HTTP status, 0 for none in time. */
export async function post(
  notifier: Notifier,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const sending = fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(notifier.answerTimeout_ms),
  }).then(
    async (response) => {
      await response.body?.cancel()
      return response.status
    },
    () => 0,
  )
  notifier.inFlight.add(sending)
  const status = await sending
  notifier.inFlight.delete(sending)
  return status
}

/** Runs a task later unless the twin closes first. */
export function later(notifier: Notifier, delay_ms: number, task: () => void): void {
  if (notifier.isClosed) return
  const cancel = notifier.schedule(delay_ms, () => {
    notifier.pending.delete(cancel)
    task()
  })
  notifier.pending.add(cancel)
}

/** Calls every timer off and waits for what is on the wire. */
export async function closeNotifier(notifier: Notifier): Promise<void> {
  notifier.isClosed = true
  for (const cancel of notifier.pending) cancel()
  notifier.pending.clear()
  await Promise.allSettled(notifier.inFlight)
}
