/**
 * One call to UnionPay: sign, send, verify the answer. Knows no operation, and what a code means is its
 * caller's to say. Nothing is retried here: every operation is keyed by our own number.
 */
import { describeFailure, readLimited } from '@tiantou/adapter-kit'
import type { ChannelAnswer } from '@tiantou/payment/port'
import type { UnionpayConfig } from './config.ts'
import { signedFields } from './request.ts'
import type { Params } from './sign.ts'
import type { Trust } from './trust.ts'

export interface ClientDeps {
  /** Milliseconds UTC. */
  readonly now: () => number
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

export interface Merchant {
  readonly config: UnionpayConfig
  readonly deps: ClientDeps
  readonly trust: Trust
}

const ANSWER_LIMIT_BYTES = 1_048_576
const DONE = '00'
/** UnionPay's own troubles, 01–09: nothing is decided. 98 and the like mean something to files alone. */
const NOT_DECIDED = /^0[1-9]$/

/**
 * Makes one call. `unknown` stands for time-out, network, 01–09, and every answer that cannot be believed:
 * yes and no must be signed. A refusal carries its `respCode`.
 */
export async function call(
  { config, deps, trust }: Merchant,
  url: string,
  own: Params,
  limit = { bytes: ANSWER_LIMIT_BYTES, ms: config.timeout_ms },
): Promise<ChannelAnswer<Params>> {
  try {
    const response = await (deps.fetch ?? globalThis.fetch)(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        'user-agent': 'tiantou-unionpay/1',
      },
      body: new URLSearchParams(signedFields(config, own)).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(limit.ms),
    })
    const raw = (await readLimited(response, limit.bytes)).toString('utf8')
    if (response.status !== 200) return { kind: 'unknown', message: `HTTP ${response.status}` }
    return judge(readFields(raw), trust)
  } catch (error) {
    return { kind: 'unknown', message: describeFailure(error) }
  }
}

function judge(fields: Params, trust: Trust): ChannelAnswer<Params> {
  const doubt = trust.doubtOf(fields)
  if (doubt !== undefined) return { kind: 'unknown', message: `answer not believed: ${doubt}` }
  const { respCode = 'none', respMsg = '' } = fields
  if (respCode === DONE) return { kind: 'ok', value: fields }
  const message = `${respCode} ${respMsg}`
  if (NOT_DECIDED.test(respCode) || !/^\d\d$/.test(respCode)) return { kind: 'unknown', message }
  return { kind: 'refused', code: respCode, message }
}

/** `k=v&k=v` as UnionPay writes its answers: nothing is encoded, and a value may hold `=` and `&`. */
export function readFields(raw: string): Params {
  const pairs = raw.trim().split(/&(?=[A-Za-z]+=)/)
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}
