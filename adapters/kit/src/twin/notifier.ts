/**
 * Sends a twin's notices to the merchant: climbs the provider's retry ladder until one is taken, and loses,
 * delays, doubles or reorders one when told to. It knows neither orders nor signatures.
 */

/** What happens to the next notice. `hold` lets the one after it go first. */
export type NoticePlan = 'lose' | 'hold' | 'twice' | { readonly delay_ms: number }

/** The merchant's answer: HTTP status (0 = none) and whether the provider takes it for a yes. */
export interface Answered {
  readonly status: number
  readonly isTaken: boolean
}

/** What there is to tell, as it goes on the wire. */
export interface Message {
  readonly id: string
  readonly event: string
  readonly outTradeNo: string
  readonly url: string
  readonly body: string
}

export interface Notice extends Message {
  /** HTTP status of each attempt; 0 = no answer. */
  readonly attempts: number[]
  state: 'waiting' | 'held' | 'delivered' | 'lost' | 'given-up'
  /** The headers sent last, for a replay. */
  lastHeaders?: Readonly<Record<string, string>>
}

export interface NotifierDeps {
  /** Runs a task later; answers how to call it off. */
  readonly schedule: (delay_ms: number, task: () => void) => () => void
  /** Waits between attempts in seconds. */
  readonly ladder_s: readonly number[]
  /** Factor on the ladder: 1 in life, far below in a sandbox, 0 in most tests. */
  readonly retryScale: number
  readonly answerTimeout_ms: number
  /** Made anew for each attempt. */
  readonly headersOf: (body: string) => Readonly<Record<string, string>>
  /** Whether the provider takes the merchant's answer for a yes. */
  readonly isTaken: (status: number, body: string) => boolean
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

/** Sends one notice as the plan says. */
export function announce(notifier: Notifier, message: Message): Notice {
  const notice: Notice = { ...message, attempts: [], state: 'waiting' }
  notifier.notices.push(notice)
  if (notifier.notices.length > NOTICES_KEPT) notifier.notices.shift()
  carryOut(notifier, notice, notifier.plans.shift())
  return notice
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
  const wait_s = notifier.ladder_s[notice.attempts.length - 1]
  if (wait_s === undefined) {
    notice.state = 'given-up'
    return
  }
  later(notifier, wait_s * 1000 * notifier.retryScale, () => void deliver(notifier, notice))
}

/** Sends a notice once, its body the same bytes each time. */
export async function sendOnce(notifier: Notifier, notice: Notice): Promise<Answered> {
  notice.lastHeaders = notifier.headersOf(notice.body)
  const answered = await post(notifier, notice.url, notice.body, notice.lastHeaders)
  notice.attempts.push(answered.status)
  return answered
}

/** Posts bytes as they are; answers what the merchant said in time. */
export async function post(
  notifier: Notifier,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = notifier.headersOf(body),
): Promise<Answered> {
  const sending = fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(notifier.answerTimeout_ms),
  }).then(
    async (response) => ({
      status: response.status,
      isTaken: notifier.isTaken(response.status, await response.text()),
    }),
    () => ({ status: 0, isTaken: false }),
  )
  notifier.inFlight.add(sending)
  const answered = await sending
  notifier.inFlight.delete(sending)
  return answered
}

/** The last notice about an order. */
export function lastNotice({ notices }: Notifier, outTradeNo: string): Notice | undefined {
  return notices.findLast((each) => each.outTradeNo === outTradeNo)
}

/** The notices about an order, as a page or a test wants to see them. */
export function noticesOf(
  { notices }: Notifier,
  outTradeNo: string,
): Pick<Notice, 'id' | 'event' | 'state' | 'attempts'>[] {
  return notices
    .filter((notice) => notice.outTradeNo === outTradeNo)
    .map(({ id, event, state, attempts }) => ({ id, event, state, attempts }))
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

/** Waits until no notice is on the wire (timers not counted). */
export async function quiet(notifier: Notifier): Promise<void> {
  while (notifier.inFlight.size > 0) await Promise.allSettled(notifier.inFlight)
}

/** Calls every timer off and waits for what is on the wire. */
export async function closeNotifier(notifier: Notifier): Promise<void> {
  notifier.isClosed = true
  for (const cancel of notifier.pending) cancel()
  notifier.pending.clear()
  await Promise.allSettled(notifier.inFlight)
}
