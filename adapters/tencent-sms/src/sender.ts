/**
 * Sends one-time codes through SendSms (sms 2021-01-11). The provider has no idempotency: nothing is
 * repeated here, and the caller hands each message over once. The code and the phone appear in no message
 * of an answer.
 */
import type { SmsAnswer, SmsMessage, SmsSender } from '@tiantou/user/port'
import type { TencentSmsConfig } from './config.ts'
import { signTc3 } from './tc3.ts'

export interface SmsDeps {
  /** Milliseconds UTC. */
  readonly now: () => number
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

const CONTENT_TYPE = 'application/json; charset=utf-8'
const ANSWER_LIMIT_BYTES = 262_144
/**
 * Something inside the provider gave way: the message may or may not be out. All other codes are a definite
 * no.
 */
const UNDECIDED = new Set([
  'InternalError',
  'InternalError.Timeout',
  'InternalError.OtherError',
  'InternalError.UnknownError',
])

/**
 * Makes the sender. `refused` carries the provider's code; time-out, 5xx and answers out of shape are
 * `unknown`.
 */
export function createTencentSms(config: TencentSmsConfig, deps: SmsDeps): SmsSender {
  return { name: 'tencent-sms', sendCode: (message) => sendCode(config, message, deps) }
}

async function sendCode(config: TencentSmsConfig, message: SmsMessage, deps: SmsDeps): Promise<SmsAnswer> {
  const values = { code: message.code, ttlMinutes: String(message.ttlMinutes) }
  const body = JSON.stringify({
    PhoneNumberSet: [message.phone],
    SmsSdkAppId: config.sdkAppId,
    TemplateId: config.templateId,
    SignName: config.signName,
    TemplateParamSet: config.templateParams.map((name) => values[name]),
    SessionContext: message.messageId,
  })
  try {
    const response = await post(config, body, deps)
    if (response.status !== 200) return { kind: 'unknown', message: `HTTP ${response.status}` }
    return judge(JSON.parse(await readLimited(response)), message)
  } catch (error) {
    return { kind: 'unknown', message: describe(error) }
  }
}

async function post(config: TencentSmsConfig, body: string, deps: SmsDeps): Promise<Response> {
  const timestamp_s = Math.floor(deps.now() / 1000)
  const { authorization } = signTc3({
    secretId: config.secretId,
    secretKey: config.secretKey,
    service: 'sms',
    timestamp_s,
    headers: [
      ['content-type', CONTENT_TYPE],
      ['host', config.url.host],
      ['x-tc-action', 'SendSms'],
    ],
    body,
  })
  return (deps.fetch ?? globalThis.fetch)(config.url, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': CONTENT_TYPE,
      'x-tc-action': 'SendSms',
      'x-tc-version': '2021-01-11',
      'x-tc-timestamp': String(timestamp_s),
      'x-tc-region': config.region,
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(config.timeout_ms),
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

/** HTTP 200 says nothing, and a good `Response` says nothing of a number: only its own status does. */
function judge(answer: unknown, message: SmsMessage): SmsAnswer {
  const response = field(answer, 'Response')
  const error = field(response, 'Error')
  if (error !== undefined) return refusal(field(error, 'Code'), field(error, 'Message'))
  const statuses = field(response, 'SendStatusSet')
  const own = Array.isArray(statuses)
    ? statuses.find((status) => digits(field(status, 'PhoneNumber')) === digits(message.phone))
    : undefined
  const context = field(own, 'SessionContext')
  if (own === undefined || (context !== undefined && context !== '' && context !== message.messageId)) {
    return { kind: 'unknown', message: 'the answer does not speak of this message' }
  }
  const code = field(own, 'Code')
  const serialNo = field(own, 'SerialNo')
  if (code !== 'Ok') return refusal(code, field(own, 'Message'))
  return { kind: 'sent', serialNo: typeof serialNo === 'string' ? serialNo : '' }
}

function refusal(code: unknown, message: unknown): SmsAnswer {
  if (typeof code !== 'string' || code === '') return { kind: 'unknown', message: 'the answer names no code' }
  if (UNDECIDED.has(code)) return { kind: 'unknown', message: code }
  return { kind: 'refused', code, message: typeof message === 'string' ? message : '' }
}

/** The last eleven digits: the provider may answer a number with or without +86. */
function digits(phone: unknown): string {
  return typeof phone === 'string' ? phone.replace(/\D/g, '').slice(-11) : ''
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return 'no answer in time'
  if (error instanceof SyntaxError) return 'the answer is no JSON'
  const cause =
    error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.message
  return `no answer: ${cause}`
}
