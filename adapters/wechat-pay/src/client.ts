/**
 * One call to the WeChat Pay API: sign, send, verify the answer, sort it into ok, refused or unknown. Knows
 * no operation. Nothing is retried but a host that gave no answer, once, at the backup host: every
 * operation is keyed by our own number.
 */
import type { ChannelAnswer } from '@tiantou/payment/port'
import { type WechatPayConfig, preferredSerial } from './config.ts'
import type { KeyRing } from './keys.ts'
import { type ClientDeps, type Reply, send } from './send.ts'
import { checkSignature } from './verify.ts'
import { parseObject, text, type Wire } from './wire.ts'

/** Who calls, and whose signatures he believes. */
export interface Merchant {
  readonly config: WechatPayConfig
  readonly keys: KeyRing
}

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Path and query, already encoded. */
  readonly path: string
  readonly body?: Wire
}

/**
 * These say "not now", whatever their HTTP status: nothing is decided, so the caller asks again with the
 * same number.
 */
const NOT_DECIDED = new Set([
  'SYSTEM_ERROR',
  'FREQUENCY_LIMITED',
  'RATELIMIT_EXCEEDED',
  'BANK_ERROR',
  'ACCEPTED',
])

/**
 * Makes one call. `unknown` stands for time-out, network, 5xx, throttling and every answer that cannot be
 * believed. An answer of 2xx must be signed. A refusal (4xx with a code) need not be — the provider's own
 * SDKs do not check those, and TLS vouches for them — but a signature that is there and wrong makes it
 * unknown.
 */
export async function call(
  merchant: Merchant,
  request: ApiCall,
  deps: ClientDeps,
): Promise<ChannelAnswer<Wire>> {
  const { config, keys } = merchant
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  await keys.fresh()
  const serial = preferredSerial(keys.held)
  let offline = 'no host'
  for (const base of config.baseUrls) {
    try {
      const reply = await send(config, base, { ...request, body, serial }, deps)
      return await judge(keys, reply, deps.now())
    } catch (error) {
      offline = describe(error)
    }
  }
  return { kind: 'unknown', message: offline }
}

/**
 * Why the answer is not believed; undefined where it is. A serial that nobody knows yet is looked for once.
 */
async function doubtOf(keys: KeyRing, reply: Reply, now: number): Promise<string | undefined> {
  const check = checkSignature(reply, keys.held, now)
  if (check.ok) return undefined
  if (check.code !== 'serial_unknown' || !(await keys.renew())) return check.code
  const again = checkSignature(reply, keys.held, now)
  return again.ok ? undefined : again.code
}

async function judge(keys: KeyRing, reply: Reply, now: number): Promise<ChannelAnswer<Wire>> {
  const isSuccess = reply.status === 200 || reply.status === 204
  const isRefusal = reply.status >= 400 && reply.status < 500 && reply.status !== 429
  if (!isSuccess && !isRefusal) {
    const code = text(parseObject(reply.body), 'code') ?? 'no code'
    return { kind: 'unknown', message: `HTTP ${reply.status} (${code})` }
  }
  if (isSuccess || reply.headers['wechatpay-signature'] !== undefined) {
    const doubt = await doubtOf(keys, reply, now)
    if (doubt !== undefined) return { kind: 'unknown', message: `answer not believed: ${doubt}` }
  }
  const wire = reply.body.length === 0 ? {} : parseObject(reply.body)
  if (isSuccess) {
    return wire === undefined
      ? { kind: 'unknown', message: 'the answer is no JSON object' }
      : { kind: 'ok', value: wire }
  }
  const code = text(wire, 'code')
  if (code === undefined || NOT_DECIDED.has(code)) {
    return { kind: 'unknown', message: `HTTP ${reply.status} (${code ?? 'no code'})` }
  }
  return { kind: 'refused', code, message: text(wire, 'message') ?? '' }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return 'no answer in time'
  const cause =
    error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.message
  return `no answer: ${cause}`
}

/**
 * A signed answer that does not say what it should is unknown, not a refusal: something may well have
 * happened.
 */
export function understand<Value>(
  answer: ChannelAnswer<Wire>,
  read: (wire: Wire) => Value | undefined,
): ChannelAnswer<Value> {
  if (answer.kind !== 'ok') return answer
  const value = read(answer.value)
  return value === undefined
    ? { kind: 'unknown', message: 'the answer is not understood' }
    : { kind: 'ok', value }
}
