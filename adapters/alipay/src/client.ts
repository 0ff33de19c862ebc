/**
 * One call to Alipay's gateway: sign, send, verify the answer, sort it into ok, refused or unknown. Knows no
 * operation. Nothing is retried here: every operation is keyed by our own number, and the caller asks again.
 */
import { describeFailure, readLimited, text, type Wire } from '@tiantou/adapter-kit'
import type { ChannelAnswer } from '@tiantou/payment/port'
import { readAnswer } from './answer.ts'
import type { AlipayConfig } from './config.ts'
import { type Clock, encode, signedParams } from './request.ts'

export interface ClientDeps extends Clock {
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

const ANSWER_LIMIT_BYTES = 1_048_576
const SUCCESS = '10000'
/** The business said no. */
const FAILED = '40004'
/** Arguments that are not right. */
const WRONG_ARGUMENTS = '40002'
/** "Not now": nothing is decided, whatever the code above says. */
const NOT_DECIDED = new Set([
  'ACQ.SYSTEM_ERROR',
  'aop.ACQ.SYSTEM_ERROR',
  'ACQ.SYSTEM_BUSY',
  'isp.unknow-error',
])
/** Wrong arguments that say nothing of the payment: who we are is not believed, or when we spoke. */
const CREDENTIALS = /^isv\.(invalid|missing)-(signature|app-id|timestamp|signature-type|app-cert|auth)/

/**
 * Makes one call. `unknown` stands for time-out, network, 20000 and the like, wrong credentials, and every
 * answer that cannot be believed: yes and no must be signed. A refusal carries its sub code, without `ACQ.`.
 */
export async function call(
  config: AlipayConfig,
  method: string,
  biz: Wire,
  deps: ClientDeps,
  urls: { readonly notify_url?: string } = {},
): Promise<ChannelAnswer<Wire>> {
  try {
    const params = signedParams(config, method, biz, deps, urls)
    const raw = await send(config, params, deps)
    return judge(raw, method, config)
  } catch (error) {
    return { kind: 'unknown', message: describeFailure(error) }
  }
}

function judge(raw: string, method: string, config: AlipayConfig): ChannelAnswer<Wire> {
  const read = readAnswer(raw, method, config.alipayKey)
  if ('doubt' in read) return { kind: 'unknown', message: `answer not believed: ${read.doubt}` }
  const { wire, isSigned } = read
  const code = text(wire, 'code') ?? 'no code'
  const subCode = text(wire, 'sub_code') ?? ''
  if (code === SUCCESS && isSigned) return { kind: 'ok', value: wire }
  const isDecided =
    !NOT_DECIDED.has(subCode) && (code === FAILED || (code === WRONG_ARGUMENTS && !CREDENTIALS.test(subCode)))
  const message = `${code} ${subCode} ${text(wire, 'sub_msg') ?? text(wire, 'msg') ?? ''}`.trim()
  // A no that nobody signed decides nothing either.
  if (!isDecided || !isSigned)
    return { kind: 'unknown', message: isSigned ? message : `not signed: ${message}` }
  return { kind: 'refused', code: subCode.replace(/^ACQ\./, '') || code, message }
}

/** Common parameters go into the query, the order's own into the body, as the official SDKs do. */
async function send(
  config: AlipayConfig,
  params: Readonly<Record<string, string>>,
  deps: ClientDeps,
): Promise<string> {
  const { biz_content = '', ...common } = params
  const response = await (deps.fetch ?? globalThis.fetch)(`${config.gatewayUrl}?${encode(common)}`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      'user-agent': 'tiantou-alipay/1',
    },
    body: encode({ biz_content }),
    redirect: 'manual',
    signal: AbortSignal.timeout(config.timeout_ms),
  })
  const body = await readLimited(response, ANSWER_LIMIT_BYTES)
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
  return body.toString('utf8')
}
