/** Calls through ports, and work too slow for a transaction: sending a code, checking a password. */
import type { EffectHandler } from '@tiantou/platform'
import type { User } from './contract.ts'
import { verifyPassword } from './password.ts'
import { places } from './places.ts'
import type { SmsAnswer, SmsSender, WechatAccounts } from './port.ts'
import type { UserSettings } from './settings.ts'
import { codeOf } from './store/codes.ts'
import { staffByAccount } from './store/staff.ts'
import type { UserTables } from './tables.ts'

/** What module user needs of third parties. */
export interface UserPorts {
  readonly sms: SmsSender
  /** Absent where no WeChat app is configured. */
  readonly wechat?: WechatAccounts | undefined
}

const longestProviderCode = 80

const providerCodeOf = (answer: SmsAnswer): string => {
  if (answer.kind === 'unknown') return ''
  return (answer.kind === 'sent' ? answer.serialNo : answer.code).slice(0, longestProviderCode)
}

/** Hands a code to the SMS provider. One that is expired, used or sent already is not handed over. */
export const sendCode: EffectHandler<
  typeof User.effects.sendCode,
  UserTables,
  UserPorts,
  UserSettings
> = async ({ requestId }, { db, ports, secrets, now, settings }) => {
  const row = await codeOf(db, requestId)
  if (row === undefined || row.code_sealed === null || row.expires_at <= now) {
    return { outcome: 'refused', providerCode: 'code_gone' }
  }
  const answer = await ports.sms.sendCode({
    messageId: requestId,
    phone: `+86${secrets.open(row.phone_sealed, places.codePhone(requestId))}`,
    code: secrets.open(row.code_sealed, places.code(requestId)),
    ttlMinutes: Math.floor(settings.codeTtl_s / 60),
  })
  return { outcome: answer.kind, providerCode: providerCodeOf(answer) }
}

/** Checks a staff password; the work is the same where the account does not exist. */
export const checkPassword: EffectHandler<
  typeof User.effects.checkPassword,
  UserTables,
  UserPorts,
  UserSettings
> = async ({ account, password }, { db }) => {
  const staff = await staffByAccount(db, account)
  return { verified: await verifyPassword(password, staff?.password_hash) }
}
