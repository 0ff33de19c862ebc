// The sender against its twin: what arrives, what is refused, and what nobody can know.
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SmsMessage, SmsSender } from '@tiantou/user/port'
import {
  createTencentSms,
  parseTencentSmsConfig,
  TencentSmsConfigError,
  type TencentSmsSettings,
} from '../src/index.ts'
import { startTencentSmsTwin, type SmsFaultKind, type TencentSmsTwin } from '../src/twin/index.ts'

const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
const clock = { now: START }
const now = (): number => clock.now
let twin: TencentSmsTwin
let sender: SmsSender
let count = 0

beforeAll(async () => {
  twin = await startTencentSmsTwin({ now, random: randomBytes })
  sender = senderWith({})
})
afterEach(() => {
  twin.control.behave()
  twin.control.limit(false)
  twin.control.clear()
  clock.now = START
})
afterAll(() => twin.close())

function senderWith(change: Partial<TencentSmsSettings>, at = now): SmsSender {
  return createTencentSms(parseTencentSmsConfig({ ...twin.config, timeout_ms: 300, ...change }), { now: at })
}

function message(change: Partial<SmsMessage> = {}): SmsMessage {
  count += 1
  const code = String(100_000 + count)
  return { messageId: `otp_${count}`, phone: '+8613800138000', code, ttlMinutes: 5, ...change }
}

describe('sending', () => {
  it('lands in the inbox with code, minutes and our message id', async () => {
    const sms = message()
    const answer = await sender.sendCode(sms)
    const [got] = twin.control.messages('+8613800138000')
    expect(got).toMatchObject({
      phone: sms.phone,
      params: [sms.code, '5'],
      sessionContext: sms.messageId,
      at: START,
    })
    expect(got?.text).toBe(`【田头】${sms.code} 为您的验证码，请于 5 分钟内填写。`)
    expect(answer).toEqual({ kind: 'sent', serialNo: got?.serialNo })
  })

  it('lists the newest first, by phone', async () => {
    await sender.sendCode(message())
    await sender.sendCode(message({ phone: '+8613900139000' }))
    const last = message()
    await sender.sendCode(last)
    expect(twin.control.messages().map((each) => each.phone.slice(-4))).toEqual(['8000', '9000', '8000'])
    expect(twin.control.messages('+8613800138000')[0]?.params[0]).toBe(last.code)
  })
})

describe('refused, with the provider’s code', () => {
  const refused = (code: string): object => ({ kind: 'refused', code })

  it('of one number', async () => {
    expect(await sender.sendCode(message({ phone: '+8612' }))).toMatchObject(
      refused('InvalidParameterValue.IncorrectPhoneNumber'),
    )
    twin.control.blacklist('+8613800138000')
    expect(await sender.sendCode(message())).toMatchObject(refused('FailedOperation.PhoneNumberInBlacklist'))
    twin.control.failNext({
      kind: 'number-code',
      times: 1,
      code: 'FailedOperation.InsufficientBalanceInSmsPackage',
    })
    expect(await sender.sendCode(message({ phone: '+8613900139000' }))).toMatchObject(
      refused('FailedOperation.InsufficientBalanceInSmsPackage'),
    )
    expect(twin.control.messages()).toHaveLength(0)
  })

  it('of the whole call', async () => {
    twin.control.failNext({
      kind: 'error-code',
      times: 1,
      code: 'UnauthorizedOperation.RequestIpNotInWhitelist',
    })
    expect(await sender.sendCode(message())).toMatchObject(
      refused('UnauthorizedOperation.RequestIpNotInWhitelist'),
    )
    const wrong = async (change: Partial<TencentSmsSettings>): Promise<unknown> =>
      senderWith(change).sendCode(message())
    expect(await wrong({ secretKey: '0'.repeat(32) })).toMatchObject(refused('AuthFailure.SignatureFailure'))
    expect(await wrong({ secretId: 'AKIDunknown00' })).toMatchObject(refused('AuthFailure.SecretIdNotFound'))
    expect(await wrong({ sdkAppId: '1400000001' })).toMatchObject(
      refused('InvalidParameterValue.SdkAppIdNotExist'),
    )
    expect(await wrong({ templateId: '1' })).toMatchObject(
      refused('FailedOperation.TemplateIncorrectOrUnapproved'),
    )
    expect(await wrong({ signName: '别家' })).toMatchObject(
      refused('FailedOperation.SignatureIncorrectOrUnapproved'),
    )
    expect(await wrong({ templateParams: ['code'] })).toMatchObject({ kind: 'refused' })
    const late = senderWith({}, () => START - 301_000)
    expect(await late.sendCode(message())).toMatchObject(refused('AuthFailure.SignatureExpire'))
  })

  it('by frequency, where it is switched on', async () => {
    twin.control.limit(true)
    const sms = message()
    expect((await sender.sendCode(sms)).kind).toBe('sent')
    expect(await sender.sendCode(sms)).toMatchObject(refused('LimitExceeded.PhoneNumberThirtySecondLimit'))
    clock.now += 30_000
    expect((await sender.sendCode(sms)).kind).toBe('sent')
    for (let index = 0; index < 8; index += 1) expect((await sender.sendCode(message())).kind).toBe('sent')
    expect(await sender.sendCode(message())).toMatchObject(refused('LimitExceeded.PhoneNumberDailyLimit'))
    clock.now += 86_400_000
    expect((await sender.sendCode(message())).kind).toBe('sent')
  })
})

describe('unknown', () => {
  it.each<[SmsFaultKind, string, number]>([
    ['timeout', 'in time', 0],
    ['commit-timeout', 'in time', 1],
    ['error-500', 'HTTP 500', 0],
    ['drop', 'no answer', 0],
    ['garbage', 'no JSON', 1],
    ['other-number', 'does not speak of this message', 1],
  ])('%s', async (kind, text, arrived) => {
    twin.control.failNext({ kind, times: 1 })
    const sms = message()
    const answer = await sender.sendCode(sms)
    expect(answer).toMatchObject({ kind: 'unknown', message: expect.stringContaining(text) as string })
    expect(JSON.stringify(answer)).not.toContain(sms.code)
    expect(twin.control.messages()).toHaveLength(arrived)
  })

  it.each(['InternalError.Timeout', 'InternalError.OtherError'])(
    '%s, of the call or of the number',
    async (code) => {
      for (const kind of ['error-code', 'number-code'] as const) {
        twin.control.failNext({ kind, times: 1, code })
        expect(await sender.sendCode(message())).toEqual({ kind: 'unknown', message: code })
      }
    },
  )

  it('nobody there', async () => {
    const answer = await senderWith({ baseUrl: 'http://127.0.0.1:9' }).sendCode(message())
    expect(answer.kind).toBe('unknown')
  })
})

describe('settings', () => {
  it.each<[string, Partial<TencentSmsSettings>]>([
    ['secretId', { secretId: '' }],
    ['secretKey', { secretKey: 'a b' }],
    ['sdkAppId', { sdkAppId: 'app' }],
    ['templateId', { templateId: '' }],
    ['signName', { signName: '【田头】' }],
    ['templateParams', { templateParams: ['ttlMinutes'] }],
    ['region', { region: '' }],
    ['baseUrl must be https', { baseUrl: 'http://sms.tencentcloudapi.com' }],
    ['baseUrl must be https', { baseUrl: 'sms' }],
    ['no path', { baseUrl: 'https://sms.tencentcloudapi.com/v1' }],
    ['timeout_ms', { timeout_ms: -1 }],
  ])('refuses: %s', (text, change) => {
    expect(() => senderWith(change)).toThrow(TencentSmsConfigError)
    expect(() => senderWith(change)).toThrow(text)
  })

  it('names all problems at once and quotes no secret', () => {
    expect(() => senderWith({ secretKey: 'my secret', sdkAppId: '', templateId: '' })).toThrow(
      /secretKey(?!.*my secret).*sdkAppId.*templateId/,
    )
  })
})
