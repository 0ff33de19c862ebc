/**
 * SendSms as the provider answers it: shapes and rules of one admitted request. The inbox decides on each
 * number.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { SmsFault } from './faults.ts'
import { Refusal } from '@tiantou/tencent-cloud/wire-twin'
import { receive, type Inbox, type SmsStatus } from './inbox.ts'

export interface SmsAccount {
  readonly secretId: string
  readonly secretKey: string
  readonly sdkAppId: string
  readonly templateId: string
  readonly signName: string
  /** How many variables the template has. */
  readonly paramCount: number
}

type Json = Readonly<Record<string, unknown>>

/** Answers the inside of `Response`. @throws Refusal in the provider's codes */
export function answerSms(
  account: SmsAccount,
  inbox: Inbox,
  request: { readonly headers: IncomingHttpHeaders; readonly body: Buffer },
  fault: SmsFault | undefined,
): { SendStatusSet: SmsStatus[] } {
  const { headers } = request
  if (headers['x-tc-action'] !== 'SendSms') throw new Refusal('InvalidAction', '接口不存在')
  if (headers['x-tc-version'] !== '2021-01-11') throw new Refusal('NoSuchVersion', '版本不存在')
  if ((headers['x-tc-region'] ?? '') === '') throw new Refusal('MissingParameter', '缺少 X-TC-Region')
  if (fault?.kind === 'error-code')
    throw new Refusal(fault.code ?? 'FailedOperation.FailResolvePacket', '沙箱按要求拒绝')
  const said = JSON.parse(request.body.toString('utf8')) as Json
  const phones = list(said['PhoneNumberSet'])
  const params = list(said['TemplateParamSet'])
  if (phones.length === 0 || phones.length > 200)
    throw new Refusal('InvalidParameterValue.IncorrectPhoneNumber', '号码个数')
  if (said['SmsSdkAppId'] !== account.sdkAppId)
    throw new Refusal('InvalidParameterValue.SdkAppIdNotExist', '应用不存在')
  const context = typeof said['SessionContext'] === 'string' ? said['SessionContext'] : ''
  if (Buffer.byteLength(context) >= 512)
    throw new Refusal('InvalidParameterValue.ContentLengthLimit', 'SessionContext 过长')
  const sms = { signName: account.signName, templateId: account.templateId, params, sessionContext: context }
  const whole = wholeCode(account, said, params)
  return {
    SendStatusSet: phones.map((phone) => {
      const code =
        whole ??
        (fault?.kind === 'number-code' ? (fault.code ?? 'FailedOperation.ContainSensitiveWord') : undefined)
      if (code !== undefined) return refused(phone, context, code)
      const status = receive(inbox, { ...sms, phone: phone.startsWith('+') ? phone : `+86${phone}` })
      return fault?.kind === 'other-number' ? { ...status, PhoneNumber: '+8613900000000' } : status
    }),
  }
}

/** What is wrong with the message itself is said of every number. */
function wholeCode(account: SmsAccount, said: Json, params: readonly string[]): string | undefined {
  if (said['TemplateId'] !== account.templateId) return 'FailedOperation.TemplateIncorrectOrUnapproved'
  if (said['SignName'] !== account.signName) return 'FailedOperation.SignatureIncorrectOrUnapproved'
  if (params.length !== account.paramCount) return 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate'
  if (params.some((param) => param.length > 12)) return 'InvalidParameterValue.TemplateParameterLengthLimit'
  return undefined
}

function refused(phone: string, context: string, code: string): SmsStatus {
  return {
    SerialNo: '',
    PhoneNumber: phone,
    Fee: 0,
    SessionContext: context,
    Code: code,
    Message: '沙箱：未发送',
    IsoCode: 'CN',
  }
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
