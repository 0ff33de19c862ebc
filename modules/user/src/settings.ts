/**
 * What an operator may set about signing in. The numbers of wrong codes are a promise: see `wrongCodesInAll`,
 * and rules.ts, where it is computed.
 */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'
import { REFRESH_COOKIE } from './shapes.ts'

const policyVersion = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
const count = (most: number) => Type.Integer({ minimum: 1, maximum: most })

export const userSettings = {
  codeTtl_s: setting(
    Type.Integer({ minimum: 60, maximum: 600 }),
    300,
    'Seconds that a sign-in code is good for.',
  ),
  codeWait_s: setting(
    Type.Integer({ minimum: 0, maximum: 600 }),
    60,
    'Seconds between two codes for one phone.',
  ),
  codesPerPhone: setting(count(1_000_000), 10, 'Codes sent to one phone within 24 hours.'),
  codesPerAddress: setting(count(1_000_000), 30, 'Codes asked for by one network address within an hour.'),
  codesInAll: setting(
    count(1_000_000),
    3_000,
    'Codes sent by the whole platform within an hour: the SMS budget.',
  ),
  wrongPerCode: setting(Type.Integer({ minimum: 1, maximum: 5 }), 5, 'Wrong guesses that one code takes.'),
  wrongCodesPerPhone: setting(count(1_000), 10, 'Wrong codes for one phone within 24 hours.'),
  wrongCodesPerAddress: setting(count(1_000), 20, 'Wrong codes from one network address within 24 hours.'),
  wrongCodesInAll: setting(
    count(1_000),
    100,
    'Wrong codes on the whole platform within 24 hours that no right code has followed. The chance that ' +
      'anybody guesses his way into any account within 24 hours is at most this number in a million, ' +
      'however many guesses are sent.',
  ),
  wrongCodesForKnown: setting(
    Type.Integer({ minimum: 0, maximum: 1_000 }),
    40,
    'Of these, so many are kept for phones that have signed in from the same address before: an attack ' +
      'that spends the rest does not shut them out.',
  ),
  wechatVisit_s: setting(
    Type.Integer({ minimum: 60, maximum: 3_600 }),
    600,
    'Seconds in which one must be back from WeChat.',
  ),
  wechatTicket_s: setting(
    Type.Integer({ minimum: 60, maximum: 3_600 }),
    600,
    'Seconds in which somebody who came from WeChat must have signed in by phone to be linked.',
  ),
  accessTtl_s: setting(
    Type.Integer({ minimum: 60, maximum: 3_600 }),
    600,
    'Seconds that an access token is good for.',
  ),
  refreshTtl_s: setting(
    Type.Integer({ minimum: 3_600, maximum: REFRESH_COOKIE.maxAge_s }),
    30 * 86_400,
    'Seconds after which a shopper who has not come back signs in again.',
  ),
  refreshGrace_s: setting(
    Type.Integer({ minimum: 0, maximum: 60 }),
    10,
    'Seconds in which the same refresh token, used twice in parallel, is answered with the same new pair.',
  ),
  privacyVersion: setting(
    policyVersion,
    '2026-11-28',
    'The day from which the privacy policy holds as it stands: whoever agreed to another is asked again.',
  ),
  termsVersion: setting(
    policyVersion,
    '2026-11-28',
    'The day from which the terms of use hold as they stand: whoever agreed to others is asked again.',
  ),
  operator: setting(
    Type.String({ maxLength: 100 }),
    '',
    'Legal name of whoever runs this shop, as the privacy policy and the terms name it.',
  ),
  contact: setting(
    Type.String({ maxLength: 200 }),
    '',
    'How shoppers reach whoever answers for personal data: telephone, mail, address.',
  ),
  partnerToken_s: setting(
    Type.Integer({ minimum: 60, maximum: 86_400 }),
    3_600,
    'Seconds that the access token of a partner system is good for.',
  ),
  staffSession_s: setting(
    Type.Integer({ minimum: 600, maximum: 86_400 }),
    8 * 3_600,
    'Seconds after which staff sign in again.',
  ),
  wrongPasswords: setting(count(1_000), 5, 'Wrong passwords for one staff account before it is locked.'),
  passwordLock_s: setting(
    Type.Integer({ minimum: 1, maximum: 86_400 }),
    900,
    'Seconds in which they count, and for which the account is then locked.',
  ),
}

export type UserSettings = typeof userSettings
