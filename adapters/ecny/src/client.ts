/**
 * One call to the bank: sign, send, verify the answer, sort it into ok, refused or unknown. Knows no
 * operation. Nothing is retried here: every operation is keyed by our own number, and the caller asks again.
 */
import { describeFailure, parseObject, readLimited, text, type Wire } from '@tiantou/adapter-kit'
import type { ChannelAnswer } from '@tiantou/payment/port'
import type { EcnyConfig } from './config.ts'
import { apiSign, holds, sealed } from './sign.ts'

export interface ClientDeps {
  /** Milliseconds UTC. */
  readonly now: () => number
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

export interface Merchant {
  readonly config: EcnyConfig
  readonly deps: ClientDeps
}

const ANSWER_LIMIT_BYTES = 262_144
const PREFIX = '/polypay/v1.0/mchorders'
/** "Not now": nothing is decided. The bank writes the first of them so. */
const NOT_DECIDED = new Set(['SYSTERM_ERROR', 'SYSTEM_ERROR', 'FREQUENCY_LIMIT'])

/**
 * Makes one call; the value is what stands in `biz_content`. `unknown` stands for time-out, network, the
 * bank's own troubles, and every answer that cannot be believed: yes and no must be signed. A refusal carries
 * its `errCode`.
 */
export async function call(
  { config, deps }: Merchant,
  path: `/${string}`,
  own: Wire,
): Promise<ChannelAnswer<Wire>> {
  const { merId, userId, appId, appSecret, privateKey } = config
  try {
    const body = sealed({ biz_content: JSON.stringify({ merId, userId, ...own }) }, privateKey)
    const timestamp = String(Math.floor(deps.now() / 1000))
    const response = await (deps.fetch ?? globalThis.fetch)(`${config.baseUrl}${PREFIX}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'tiantou-ecny/1',
        appid: appId,
        timestamp,
        apisign: apiSign(appId, appSecret, body['sign'] ?? '', timestamp),
      },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(config.timeout_ms),
    })
    const raw = (await readLimited(response, ANSWER_LIMIT_BYTES)).toString('utf8')
    if (response.status !== 200) return unknown(`HTTP ${response.status}`)
    return judge(raw, config)
  } catch (error) {
    return unknown(describeFailure(error))
  }
}

function judge(raw: string, { bankKey }: EcnyConfig): ChannelAnswer<Wire> {
  const whole = parseObject(raw)
  if (whole === undefined) return unknown('no JSON object')
  const entries = Object.entries(whole).filter(([, value]) => typeof value === 'string')
  if (!holds(Object.fromEntries(entries) as Record<string, string>, bankKey))
    return unknown('answer not believed: the signature does not fit')
  const { returnCode, respCode } = whole
  const code = text(whole, 'errCode') ?? text(whole, 'returnMsg') ?? 'no code'
  const message = `${code} ${text(whole, 'respMsg') ?? ''}`.trim()
  if (returnCode !== 'SUCCESS') return unknown(message)
  if (respCode !== 'SUCCESS')
    return NOT_DECIDED.has(code) ? unknown(message) : { kind: 'refused', code, message }
  const value = parseObject(text(whole, 'biz_content') ?? '')
  return value === undefined ? unknown('no contents') : { kind: 'ok', value }
}

const unknown = (message: string) => ({ kind: 'unknown', message }) as const
