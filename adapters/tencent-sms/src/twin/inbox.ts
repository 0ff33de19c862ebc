/**
 * What SendSms does with a message in the twin: checks, frequency limits, the inbox. No signature, no HTTP.
 * Limits: same content to one number 1 per 30 s, one number 10 per calendar day in China (Tencent's
 * defaults).
 */

/** One message as a phone would show it. */
export interface TwinSms {
  readonly serialNo: string
  /** E.164. */
  readonly phone: string
  readonly signName: string
  readonly templateId: string
  readonly params: readonly string[]
  /** The text as a person reads it. */
  readonly text: string
  readonly sessionContext: string
  /** Milliseconds UTC. */
  readonly at: number
}

export interface Inbox {
  /** Oldest first, bounded. */
  readonly messages: TwinSms[]
  readonly blacklist: Set<string>
  areLimitsOn: boolean
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
}

export interface SmsStatus {
  readonly SerialNo: string
  readonly PhoneNumber: string
  readonly Fee: number
  readonly SessionContext: string
  readonly Code: string
  readonly Message: string
  readonly IsoCode: string
}

const KEPT = 1000
const SAME_CONTENT_MS = 30_000
const A_DAY = 10

/** Puts one message into the inbox, or says why not, in the provider's codes. */
export function receive(inbox: Inbox, sms: Omit<TwinSms, 'serialNo' | 'text' | 'at'>): SmsStatus {
  const at = inbox.now()
  const serialNo = `2028:${inbox.random(8).toString('hex')}`
  const code = judge(inbox, sms, at)
  if (code === 'Ok') {
    const text = `【${sms.signName}】${sms.params[0] ?? ''} 为您的验证码，请于 ${sms.params[1] ?? '5'} 分钟内填写。`
    inbox.messages.push({ ...sms, serialNo, text, at })
    if (inbox.messages.length > KEPT) inbox.messages.shift()
  }
  return {
    SerialNo: code === 'Ok' ? serialNo : '',
    PhoneNumber: sms.phone,
    Fee: code === 'Ok' ? 1 : 0,
    SessionContext: sms.sessionContext,
    Code: code,
    Message: code === 'Ok' ? 'send success' : '沙箱：未发送',
    IsoCode: 'CN',
  }
}

function judge(inbox: Inbox, sms: Pick<TwinSms, 'phone' | 'params'>, at: number): string {
  if (!/^\+861[3-9]\d{9}$/.test(sms.phone)) return 'InvalidParameterValue.IncorrectPhoneNumber'
  if (inbox.blacklist.has(sms.phone)) return 'FailedOperation.PhoneNumberInBlacklist'
  if (!inbox.areLimitsOn) return 'Ok'
  const before = inbox.messages.filter((each) => each.phone === sms.phone)
  const isSame = before.some(
    (each) => at - each.at < SAME_CONTENT_MS && each.params.join('\n') === sms.params.join('\n'),
  )
  if (isSame) return 'LimitExceeded.PhoneNumberThirtySecondLimit'
  const today = chinaDate(at)
  if (before.filter((each) => chinaDate(each.at) === today).length >= A_DAY)
    return 'LimitExceeded.PhoneNumberDailyLimit'
  return 'Ok'
}

function chinaDate(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00').toPlainDate().toString()
}
