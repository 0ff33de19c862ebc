/**
 * One call to the WeChat Pay API: sign, send, verify the answer, sort it into ok, refused or unknown. Knows
 * no operation. Nothing is retried but a host that gave no answer, once, at the backup host: every
 * operation is keyed by our own number.
 */
import type { ChannelAnswer } from '@tiantou/payment/port'
import type { WechatPayConfig } from './config.ts'
import { authorize, type ClockAndRandom } from './sign.ts'
import { checkSignature, type WireHeaders } from './verify.ts'
import { parseObject, text, type Wire } from './wire.ts'

export interface ClientDeps extends ClockAndRandom {
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

export interface ApiCall {
  readonly method: 'GET' | 'POST'
  /** Path and query, already encoded. */
  readonly path: string
  readonly body?: Wire
}

type Reply = { readonly status: number; readonly headers: WireHeaders; readonly body: Buffer }

const ANSWER_LIMIT_BYTES = 1_048_576
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
  config: WechatPayConfig,
  request: ApiCall,
  deps: ClientDeps,
): Promise<ChannelAnswer<Wire>> {
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  let offline = 'no host'
  for (const base of config.baseUrls) {
    try {
      const reply = await send(config, base, { ...request, body }, deps)
      return judge(config, reply, deps.now())
    } catch (error) {
      offline = describe(error)
    }
  }
  return { kind: 'unknown', message: offline }
}

async function send(
  config: WechatPayConfig,
  base: string,
  request: { readonly method: string; readonly path: string; readonly body: string },
  deps: ClientDeps,
): Promise<Reply> {
  // A base URL may carry a path of its own (a gateway): what is signed is the path as sent.
  const url = new URL(base + request.path)
  const path = url.pathname + url.search
  const response = await (deps.fetch ?? globalThis.fetch)(url, {
    method: request.method,
    headers: {
      accept: 'application/json',
      'user-agent': 'tiantou-wechat-pay/1',
      authorization: authorize(config, { method: request.method, path, body: request.body }, deps),
      'wechatpay-serial': config.preferredSerial,
      ...(request.body === '' ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === '' ? {} : { body: request.body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(config.timeout_ms),
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await readLimited(response),
  }
}

async function readLimited(response: Response): Promise<Buffer> {
  if (response.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > ANSWER_LIMIT_BYTES) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function judge(config: WechatPayConfig, reply: Reply, now: number): ChannelAnswer<Wire> {
  const isSuccess = reply.status === 200 || reply.status === 204
  const isRefusal = reply.status >= 400 && reply.status < 500 && reply.status !== 429
  if (!isSuccess && !isRefusal) {
    const code = text(parseObject(reply.body), 'code') ?? 'no code'
    return { kind: 'unknown', message: `HTTP ${reply.status} (${code})` }
  }
  if (isSuccess || reply.headers['wechatpay-signature'] !== undefined) {
    const check = checkSignature(reply, config.verificationKeys, now)
    if (!check.ok) return { kind: 'unknown', message: `answer not believed: ${check.code}` }
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
