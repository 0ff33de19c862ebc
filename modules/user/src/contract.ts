/**
 * What module user offers: sign-in by phone code, sessions with rotating refresh tokens, staff with
 * permissions, addresses; accounts, privacy and partner systems in files of their own. Phones, names and
 * addresses are personal data: encrypted at rest, masked wherever they are not needed.
 */
import { defineContract, Id, Nothing, Nullable, Obj, OneOf, Phone, Text, Time, Type } from '@tiantou/kernel'
import { addressCommands, addressQueries } from './address-operations.ts'
import { partnerCommands, partnerQueries, Permission } from './partner-operations.ts'
import { guessOutcomes, guessRefusals, privacyCommands, privacyQueries } from './privacy-operations.ts'
import {
  ConsentsDue,
  no_such_user,
  PolicyVersion,
  sessionCommands,
  sessionQueries,
} from './session-operations.ts'
import { REFRESH_COOKIE, tokenFields } from './shapes.ts'
import { bindingRefusals, wechatCommands, wechatEffects, wechatQueries } from './wechat-operations.ts'

const Tokens = Obj(tokenFields)

export { REFRESH_COOKIE } from './shapes.ts'
export { WebApp, WebPath, WechatApp } from './wechat-operations.ts'

export const User = defineContract('user', {
  doc: 'People: sign-in by phone code, sessions, staff with permissions, addresses.',
  permissions: {
    'staff.manage': '管理员工与权限',
    'partner.manage': '管理合作方接入',
  },
  commands: {
    ...wechatCommands,
    createCode: {
      doc: 'Draws a one-time code for a phone, bound to this request: 5 minutes, single use, hashed.',
      who: 'system',
      secret: true,
      input: Obj({ phone: Phone, clientIp: Type.String({ maxLength: 64 }) }),
      output: Obj({ requestId: Id('otp'), expiresAt: Time, resendAt: Time }),
      refusals: {
        too_many_codes: {
          status: 429,
          doc: 'A limit per phone, per address or of the whole platform is reached.',
          data: Obj({ retryAt: Time }),
        },
      },
    },
    recordCodeSent: {
      doc: 'Notes what the SMS provider said of one code.',
      who: 'system',
      input: Obj({
        requestId: Id('otp'),
        outcome: OneOf('sent', 'refused', 'unknown'),
        providerCode: Text(80, 0),
      }),
      output: Nothing,
    },
    signIn: {
      doc: 'Signs a shopper in with the code of one request; the first time makes the account.',
      who: 'anyone',
      secret: true,
      route: {
        method: 'POST',
        path: '/user/sign-in',
        limit: 'signIn',
        cookie: REFRESH_COOKIE,
      },
      input: Obj({
        requestId: Id('otp'),
        phone: Phone,
        code: Type.String({ pattern: '^[0-9]{6}$' }),
        /** From `phone_needed`: the WeChat identity is linked to the account. */
        wechatTicket: Type.Optional(Text(100)),
        /** The documents that the shopper has read and ticked, by version. */
        accepted: Type.Optional(Obj({ privacy: PolicyVersion, terms: PolicyVersion })),
      }),
      output: Obj({
        userId: Id('usr'),
        isNew: Type.Boolean(),
        ...Tokens.properties,
        consentsDue: ConsentsDue,
      }),
      refusals: { ...guessRefusals, ...bindingRefusals },
      outcomes: guessOutcomes,
    },
    refresh: {
      doc: 'Exchanges a refresh token for a new pair. Re-use of an old one ends its whole family.',
      who: 'anyone',
      secret: true,
      route: { method: 'POST', path: '/user/refresh', limit: 'signIn', cookie: REFRESH_COOKIE },
      input: Obj({ refreshToken: Type.Optional(Text(200)) }),
      output: Tokens,
      refusals: { session_ended: { status: 401, doc: 'Unknown, expired or ended: sign in again.' } },
      outcomes: {
        token_reused: { status: 401, doc: 'An old token was used again: all its sessions are ended.' },
      },
    },
    signOut: {
      doc: 'Ends the session that calls.',
      who: 'anyone',
      route: { method: 'POST', path: '/user/sign-out', clearCookie: REFRESH_COOKIE.name },
      input: Nothing,
      output: Nothing,
    },
    openStaffSession: {
      doc: 'Opens a session for staff whose password was verified, or counts the failure.',
      who: 'system',
      secret: true,
      input: Obj({ account: Text(40), verified: Type.Boolean() }),
      output: Obj({
        staffId: Id('stf'),
        name: Type.String(),
        permissions: Type.Array(Type.String()),
        ...Tokens.properties,
      }),
      refusals: {
        locked: { status: 429, doc: 'Too many wrong passwords.', data: Obj({ retryAt: Time }) },
      },
      outcomes: {
        wrong_password: { status: 401, doc: 'Unknown account or wrong password; the attempt counts.' },
      },
    },
    createStaff: {
      doc: 'Makes a staff account with roles. The password arrives hashed (argon2id).',
      who: 'system',
      secret: true,
      input: Obj({
        account: Text(40),
        name: Text(30),
        passwordHash: Text(300),
        role: Text(40),
        permissions: Type.Array(Text(60), { maxItems: 200 }),
      }),
      output: Obj({ staffId: Id('stf') }),
      refusals: { account_taken: { status: 409, doc: 'The account name is in use.' } },
    },
    setStaffPassword: {
      doc: 'Gives a staff account another password, arriving hashed; its sessions end and its lock opens.',
      who: 'system',
      secret: true,
      input: Obj({ account: Text(40), passwordHash: Text(300) }),
      output: Nothing,
      refusals: { no_such_account: { status: 404, doc: 'No staff account of that name.' } },
    },
    setRolePermissions: {
      doc: 'Replaces the permissions of a role; acts on open sessions within five seconds.',
      who: { permission: 'staff.manage' },
      route: { method: 'POST', path: '/staff/roles/:role/permissions' },
      input: Obj({ role: Text(40), permissions: Type.Array(Text(60), { maxItems: 200 }) }),
      output: Nothing,
      refusals: {
        no_such_role: { status: 404, doc: 'No role of that name.' },
        unknown_permission: {
          status: 422,
          doc: 'Not a declared permission.',
          data: Obj({ permission: Type.String() }),
        },
      },
    },
    declarePermissions: {
      doc: 'The house says at its start which permissions exist; what no contract declares is forgotten.',
      who: 'system',
      input: Obj({
        permissions: Type.Array(Permission, { maxItems: 1_000 }),
      }),
      output: Nothing,
    },
    forgetOld: {
      doc: 'Deletes codes, failures and sessions whose time is over.',
      who: 'system',
      input: Nothing,
      output: Nothing,
    },
    ...addressCommands,
    ...sessionCommands,
    ...privacyCommands,
    ...partnerCommands,
  },
  queries: {
    ...wechatQueries,
    ...sessionQueries,
    ...privacyQueries,
    ...partnerQueries,
    authenticate: {
      doc: 'Whose token is this? Null when unknown, expired or ended.',
      who: 'system',
      secret: true,
      input: Obj({ accessToken: Type.String({ maxLength: 200 }) }),
      output: Nullable(
        Obj({
          kind: OneOf('user', 'staff', 'partner'),
          id: Type.String(),
          sessionId: Type.String(),
          permissions: Type.Array(Type.String()),
          expiresAt: Time,
        }),
      ),
    },
    me: {
      doc: 'The caller, masked.',
      who: 'user',
      route: { method: 'GET', path: '/user/me' },
      input: Nothing,
      output: Obj({
        userId: Id('usr'),
        phone: Type.String({ description: '138****8000' }),
        nickname: Nullable(Type.String()),
        joinedAt: Time,
      }),
      refusals: { no_such_user },
    },
    ...addressQueries,
  },
  effects: {
    ...wechatEffects,
    sendCode: {
      doc: 'Hands the code of one request to the SMS provider.',
      who: 'system',
      input: Obj({ requestId: Id('otp') }),
      output: Obj({ outcome: OneOf('sent', 'refused', 'unknown'), providerCode: Type.String() }),
    },
    checkPassword: {
      doc: 'Compares a staff password with its argon2id hash; takes the same time for unknown accounts.',
      who: 'system',
      secret: true,
      input: Obj({ account: Text(40), password: Text(200) }),
      output: Obj({ verified: Type.Boolean() }),
    },
  },
  events: {
    joined: {
      doc: 'A shopper signed in for the first time.',
      version: 1,
      payload: Obj({ userId: Id('usr') }),
    },
    erased: {
      doc: 'A shopper’s account was erased.',
      version: 1,
      payload: Obj({ userId: Id('usr') }),
    },
    family_ended: {
      doc: 'A refresh token was used twice; all sessions of its family are ended.',
      version: 1,
      payload: Obj({ ownerId: Type.String(), familyId: Type.String() }),
    },
  },
})
