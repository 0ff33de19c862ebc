/**
 * One call to a service of Tencent Cloud: signed, bounded in time and length, its answer reduced to
 * `Response`, a definite no, or nothing known. What was sent stands in no message.
 */
import { signTc3 } from './tc3.ts'

export interface TencentDeps {
  /** Milliseconds UTC. */
  readonly now: () => number
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

export interface TencentAccount {
  readonly secretId: string
  readonly secretKey: string
  readonly region: string
  /** Longest wait for the answer, connecting included. */
  readonly timeout_ms: number
}

export type TencentAnswer =
  | { readonly kind: 'ok'; readonly response: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

const CONTENT_TYPE = 'application/json; charset=utf-8'
const ANSWER_LIMIT_BYTES = 262_144
/** Something inside the provider gave way: it may or may not be done. All other codes are a definite no. */
const UNDECIDED = new Set([
  'InternalError',
  'InternalError.Timeout',
  'InternalError.OtherError',
  'InternalError.UnknownError',
])

/** Calls an action of a service. Time-out, other statuses than 200 and answers out of shape are `unknown`. */
export async function callTencent(
  account: TencentAccount,
  to: { readonly url: URL; readonly service: string; readonly action: string; readonly version: string },
  body: string,
  deps: TencentDeps,
): Promise<TencentAnswer> {
  try {
    const response = await post(account, to, body, deps)
    if (response.status !== 200) return { kind: 'unknown', message: `HTTP ${response.status}` }
    const answer = fieldOf(JSON.parse(await readLimited(response)), 'Response')
    const error = fieldOf(answer, 'Error')
    return error === undefined
      ? { kind: 'ok', response: answer }
      : refusal(fieldOf(error, 'Code'), fieldOf(error, 'Message'))
  } catch (error) {
    return { kind: 'unknown', message: describe(error) }
  }
}

/** A no of the provider by its code; `unknown` where it is undecided or names none. */
export function refusal(code: unknown, message: unknown): Exclude<TencentAnswer, { kind: 'ok' }> {
  if (typeof code !== 'string' || code === '') return { kind: 'unknown', message: 'the answer names no code' }
  if (UNDECIDED.has(code)) return { kind: 'unknown', message: code }
  return { kind: 'refused', code, message: typeof message === 'string' ? message : '' }
}

/** A field of something that may be an object. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

async function post(
  account: TencentAccount,
  to: Parameters<typeof callTencent>[1],
  body: string,
  deps: TencentDeps,
): Promise<Response> {
  const timestamp_s = Math.floor(deps.now() / 1000)
  const { authorization } = signTc3({
    secretId: account.secretId,
    secretKey: account.secretKey,
    service: to.service,
    timestamp_s,
    headers: [
      ['content-type', CONTENT_TYPE],
      ['host', to.url.host],
      ['x-tc-action', to.action],
    ],
    body,
  })
  return (deps.fetch ?? globalThis.fetch)(to.url, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': CONTENT_TYPE,
      'x-tc-action': to.action,
      'x-tc-version': to.version,
      'x-tc-timestamp': String(timestamp_s),
      'x-tc-region': account.region,
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(account.timeout_ms),
  })
}

async function readLimited(response: Response): Promise<string> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > ANSWER_LIMIT_BYTES) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return 'no answer in time'
  if (error instanceof SyntaxError) return 'the answer is no JSON'
  const cause =
    error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.message
  return `no answer: ${cause}`
}
