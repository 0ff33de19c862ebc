/**
 * Sends one-time codes through SendSms (sms 2021-01-11). The provider has no idempotency: nothing is
 * repeated here, and the caller hands each message over once. The code and the phone appear in no message
 * of an answer.
 */
import type { SmsAnswer, SmsMessage, SmsSender } from '@tiantou/user/port'
import type { TencentSmsConfig } from './config.ts'
import { callTencent, fieldOf, refusal, type TencentDeps } from '@tiantou/tencent-cloud/wire'

/**
 * Makes the sender. `refused` carries the provider's code; time-out, 5xx and answers out of shape are
 * `unknown`.
 */
export function createTencentSms(config: TencentSmsConfig, deps: TencentDeps): SmsSender {
  return { name: 'tencent-sms', sendCode: (message) => sendCode(config, message, deps) }
}

async function sendCode(
  config: TencentSmsConfig,
  message: SmsMessage,
  deps: TencentDeps,
): Promise<SmsAnswer> {
  const values = { code: message.code, ttlMinutes: String(message.ttlMinutes) }
  const body = JSON.stringify({
    PhoneNumberSet: [message.phone],
    SmsSdkAppId: config.sdkAppId,
    TemplateId: config.templateId,
    SignName: config.signName,
    TemplateParamSet: config.templateParams.map((name) => values[name]),
    SessionContext: message.messageId,
  })
  const to = { url: config.url, service: 'sms', action: 'SendSms', version: '2021-01-11' }
  const answer = await callTencent(config, to, body, deps)
  return answer.kind === 'ok' ? judge(answer.response, message) : answer
}

/** HTTP 200 says nothing, and a good `Response` says nothing of a number: only its own status does. */
function judge(response: unknown, message: SmsMessage): SmsAnswer {
  const statuses = fieldOf(response, 'SendStatusSet')
  const own = Array.isArray(statuses)
    ? statuses.find((status) => digits(fieldOf(status, 'PhoneNumber')) === digits(message.phone))
    : undefined
  const context = fieldOf(own, 'SessionContext')
  if (own === undefined || (context !== undefined && context !== '' && context !== message.messageId)) {
    return { kind: 'unknown', message: 'the answer does not speak of this message' }
  }
  const code = fieldOf(own, 'Code')
  const serialNo = fieldOf(own, 'SerialNo')
  if (code !== 'Ok') return refusal(code, fieldOf(own, 'Message'))
  return { kind: 'sent', serialNo: typeof serialNo === 'string' ? serialNo : '' }
}

/** The last eleven digits: the provider may answer a number with or without +86. */
function digits(phone: unknown): string {
  return typeof phone === 'string' ? phone.replace(/\D/g, '').slice(-11) : ''
}
