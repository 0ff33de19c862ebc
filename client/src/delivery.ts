/**
 * One request delivered as often as it takes: time-outs, backoff, the key that stays the same, and the
 * reading of what came back. It knows the server's clock from the answers; it knows nothing of sessions.
 */
import type { Fault } from './operations.ts'
import { place, type AnyAnswer, type RouteRow, type Send, type WireAnswer } from './wire.ts'

export interface DeliveryOptions {
  readonly send: Send
  readonly web: boolean
  readonly now: () => number
  readonly wait: (time_ms: number) => Promise<void>
  readonly random: () => number
  readonly base: string
  /** Names this device while nobody is signed in: keys and limits of guests behind one address stay apart. */
  readonly guest: () => string
}

/** How one request is sent: its key, how often at most, and how long each try may take. */
export interface Effort {
  readonly key: string
  readonly tries: number
  readonly timeout_ms: number
}

export interface Delivery {
  deliver(row: RouteRow, input: object, token: string | null, effort: Effort): Promise<AnyAnswer>
  /** The server's time as far as known, milliseconds UTC. */
  now(): number
}

const firstWait_ms = 400

type Problem = { code?: string; data?: unknown; traceId?: string; errors?: readonly Fault[] }

/** Codes that the platform itself gives, whatever operation was called; contracts never declare them. */
const isPlatformCode = (code: string | undefined): boolean => !code || code.startsWith('platform.')

const isFleeting = (answer: WireAnswer): boolean => {
  if (answer.kind !== 'answer') return true
  const { code } = (answer.body ?? {}) as Problem
  // The first sending of this key is still at work: its answer is worth waiting for.
  if (code === 'platform.in_progress') return true
  return [502, 503, 504].includes(answer.status) && isPlatformCode(code)
}

/** Reads what came over the wire: a value, a declared "no", or trouble. */
const read = (answer: WireAnswer): AnyAnswer => {
  if (answer.kind !== 'answer')
    return { ok: false, code: answer.kind, data: undefined, status: 0, traceId: '' }
  const { status, body } = answer
  if (status >= 200 && status < 300) return { ok: true, value: body }
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Problem
  const { code = '', data, traceId = '', errors: faults = [] } = problem
  if (!isPlatformCode(code)) return { ok: false, code, data, status, traceId }
  return { ok: false, code: 'problem', data: { ...(data as object), code, faults }, status, traceId }
}

export const createDelivery = ({ send, web, now, wait, random, base, guest }: DeliveryOptions): Delivery => {
  let ahead_ms = 0

  /**
   * Learns the server's clock from its Date header (whole seconds), so that countdowns are right on a wrong
   * device.
   */
  const learnTime = (answer: WireAnswer) => {
    if (answer.kind !== 'answer' || answer.date === null) return
    const off_ms = answer.date + 500 - now()
    if (Math.abs(off_ms - ahead_ms) > 2_000) ahead_ms = off_ms
  }

  const headersOf = (row: RouteRow, body: string | Blob | undefined, token: string | null, key: string) => ({
    accept: 'application/json',
    ...(body === undefined
      ? {}
      : { 'content-type': typeof body === 'string' ? 'application/json' : body.type }),
    ...(row[0] === 'GET' ? {} : { 'idempotency-key': key }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    // A public read is the same for everybody: it names nobody, so that caches between may keep it.
    ...(!token && (row[0] !== 'GET' || row[2] === 2) ? { 'tt-guest': guest() } : {}),
    ...(web ? { 'tt-client': 'web' } : {}),
  })

  const deliver: Delivery['deliver'] = async (row, input, token, { key, tries, timeout_ms }) => {
    const { url, body } = place(base, row, input as Record<string, unknown>)
    const request = { method: row[0], url, headers: headersOf(row, body, token, key), body, timeout_ms }
    for (let sent = 1; ; sent += 1) {
      const answer = await send(request)
      learnTime(answer)
      if (!isFleeting(answer) || sent >= tries) return read(answer)
      await wait(firstWait_ms * 2 ** (sent - 1) * (0.5 + random()))
    }
  }

  return { deliver, now: () => now() + ahead_ms }
}
