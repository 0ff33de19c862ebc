/**
 * Sends the twin's notices to the merchant: climbs the provider's retry ladder until it reads `success`, and
 * loses, delays, doubles or reorders one when told to. It knows nothing of trades.
 */
import type { KeyObject } from 'node:crypto'
import { seal, underSignature } from './gate.ts'
import { timeText } from './render.ts'

/** Waits between attempts in seconds: 4, 10, 10 minutes, 1, 2, 6, 15 hours; scaled in a twin. */
export const RETRY_LADDER_S = [240, 600, 600, 3600, 7200, 21_600, 54_000] as const

/** What happens to the next notice. `hold` lets the one after it go first. */
export type NoticePlan = 'lose' | 'hold' | 'twice' | { readonly delay_ms: number }

/** The merchant's answer: HTTP status (0 = none) and whether it read `success`. */
export interface Answered {
  readonly status: number
  readonly isTaken: boolean
}

export interface Notice {
  readonly id: string
  readonly event: string
  readonly outTradeNo: string
  readonly url: string
  readonly body: string
  /** HTTP status of each attempt; 0 = no answer. */
  readonly attempts: number[]
  state: 'waiting' | 'held' | 'delivered' | 'lost' | 'given-up'
}

export interface NotifierDeps {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Runs a task later; answers how to call it off. */
  readonly schedule: (delay_ms: number, task: () => void) => () => void
  readonly key: KeyObject
  readonly appId: string
  readonly sellerId: string
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
  isClosed: boolean
}

const NOTICES_KEPT = 1000
/** A held notice goes anyway after this long, so that nothing hangs for good. */
const HOLD_MOST_MS = 10_000

export function createNotifier(deps: NotifierDeps): Notifier {
  return { ...deps, notices: [], pending: new Set(), inFlight: new Set(), plans: [], isClosed: false }
}

/** The whole form of a notice, signed. */
export function signedNotice(
  { now, random, appId, sellerId, key }: NotifierDeps,
  fields: Readonly<Record<string, string>>,
): Record<string, string> {
  const form = {
    notify_time: timeText(now()),
    notify_id: random(17).toString('hex'),
    app_id: appId,
    auth_app_id: appId,
    seller_id: sellerId,
    charset: 'utf-8',
    version: '1.0',
    ...fields,
  }
  const sign = seal(key, underSignature(new Map(Object.entries(form))))
  return { ...form, sign_type: 'RSA2', sign }
}

/** Sends one notice as the plan says. */
export function announce(notifier: Notifier, url: string, fields: Readonly<Record<string, string>>): void {
  const form = signedNotice(notifier, fields)
  const notice: Notice = {
    id: form['notify_id'] ?? '',
    event: `${fields['trade_status']}${fields['gmt_refund'] === undefined ? '' : ' 退款'}`,
    outTradeNo: fields['out_trade_no'] ?? '',
    url,
    body: new URLSearchParams(form).toString(),
    attempts: [],
    state: 'waiting',
  }
  notifier.notices.push(notice)
  if (notifier.notices.length > NOTICES_KEPT) notifier.notices.shift()
  carryOut(notifier, notice, notifier.plans.shift())
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
  const { isTaken } = await sendOnce(notifier, notice)
  if (notifier.isClosed || notice.state === 'delivered') return
  if (isTaken) {
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

/** Sends a notice once more, the same bytes. */
export async function sendOnce(notifier: Notifier, notice: Notice): Promise<Answered> {
  const answered = await post(notifier, notice.url, notice.body)
  notice.attempts.push(answered.status)
  return answered
}

/** Posts a form; answers what the merchant said in time. */
export async function post(notifier: Notifier, url: string, body: string): Promise<Answered> {
  const sending = fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(notifier.answerTimeout_ms),
  }).then(
    async (response) => ({ status: response.status, isTaken: (await response.text()) === 'success' }),
    () => ({ status: 0, isTaken: false }),
  )
  notifier.inFlight.add(sending)
  const answered = await sending
  notifier.inFlight.delete(sending)
  return answered
}

function later(notifier: Notifier, delay_ms: number, task: () => void): void {
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
