/**
 * One call to the WeChat server API, and what its answer means. Errors come as HTTP 200 with an `errcode`;
 * secrets and tokens travel in addresses here, so no address ever stands in a message.
 */
import type { WechatAnswer } from '@tiantou/user/port'
import type { WechatOpenConfig } from './config.ts'

export interface WechatDeps {
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

export type Wire = Readonly<Record<string, unknown>>

export interface WechatCall {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON by POST; a GET without. */
  readonly body?: object
}

const ANSWER_LIMIT_BYTES = 262_144
/** Busy (-1), over the quota of the day (45009) or the minute (45011): not a no, but not now. */
const NOT_NOW = new Set(['-1', '45009', '45011'])

/** Calls once. `refused` carries the errcode; time-out, 5xx, busy and answers out of shape are `unknown`. */
export async function call(
  config: WechatOpenConfig,
  deps: WechatDeps,
  { path, query = {}, body }: WechatCall,
): Promise<WechatAnswer<Wire>> {
  const url = new URL(path, config.baseUrl)
  url.search = new URLSearchParams(query).toString()
  try {
    const response = await (deps.fetch ?? globalThis.fetch)(url, {
      ...(body === undefined
        ? { method: 'GET' }
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      redirect: 'manual',
      signal: AbortSignal.timeout(config.timeout_ms),
    })
    if (response.status !== 200) return { kind: 'unknown', message: `HTTP ${response.status}` }
    return judge(JSON.parse(await readLimited(response)))
  } catch (error) {
    return { kind: 'unknown', message: describe(error) }
  }
}

function judge(answer: unknown): WechatAnswer<Wire> {
  if (typeof answer !== 'object' || answer === null) return outOfShape()
  const { errcode = 0 } = answer as Wire
  if (typeof errcode !== 'number') return outOfShape()
  if (errcode === 0) return { kind: 'ok', value: answer as Wire }
  const code = String(errcode)
  return NOT_NOW.has(code) ? { kind: 'unknown', message: code } : { kind: 'refused', code }
}

/** An answer that does not say what it must. */
export function outOfShape(): { readonly kind: 'unknown'; readonly message: string } {
  return { kind: 'unknown', message: 'the answer is out of shape' }
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
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? `no answer: ${String(cause.code)}` : 'no answer'
}

/** A non-empty text of an answer, or undefined. */
export function text(wire: unknown, name: string): string | undefined {
  if (typeof wire !== 'object' || wire === null) return undefined
  const value = (wire as Wire)[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
