/**
 * What the law gives everybody over their own data: a copy, and its end. Both ask for a fresh code first. The
 * part of the contract that contract.ts takes in. Pure.
 */
import { Id, Nothing, Nullable, Obj, Time, Type } from '@tiantou/kernel'
import { ConsentKind, no_such_user, PolicyVersion } from './session-operations.ts'
import { WechatApp } from './wechat-operations.ts'

const UserRef = Obj({ userId: Id('usr') })

const code_invalid = {
  status: 410,
  doc: 'Unknown, expired, used or exhausted request: ask for a new code.',
}
const too_many_attempts = {
  status: 429,
  doc: 'Too many wrong codes for this phone or over the whole platform.',
  data: Obj({ retryAt: Time }),
}
const wrong_code = {
  status: 401,
  doc: 'The code is wrong; the attempt counts.',
  data: Obj({ attemptsLeft: Type.Integer() }),
}

/** The noes of whoever guesses a code; the same limits hold wherever one is asked for. */
export const guessRefusals = { code_invalid, too_many_attempts } as const
export const guessOutcomes = { wrong_code } as const

const not_confirmed = {
  status: 403,
  doc: 'No fresh confirmation of this session: ask for a code and confirm.',
}
const Confirmation = Obj({ userId: Id('usr'), sessionId: Type.String(), confirmationId: Id('cfm') })

export const privacyCommands = {
  confirmIdentity: {
    doc: 'Shows by a fresh code that the owner of the phone is there; good for ten minutes and this session.',
    who: 'user',
    secret: true,
    route: { method: 'POST', path: '/user/confirmations', limit: 'signIn' },
    input: Obj({ requestId: Id('otp'), code: Type.String({ pattern: '^[0-9]{6}$' }) }),
    output: Obj({ confirmationId: Id('cfm'), expiresAt: Time }),
    refusals: { ...guessRefusals, no_such_user },
    outcomes: guessOutcomes,
  },
  beginErasure: {
    doc: 'Uses a confirmation up and erases the person: phone, name, addresses, sessions. No way back.',
    who: 'system',
    input: Confirmation,
    output: Nothing,
    refusals: { not_confirmed },
  },
  eraseUser: {
    doc: 'Erases once more what an erased shopper may have left since; nothing left is fine.',
    who: 'system',
    input: UserRef,
    output: Nothing,
  },
} as const

export const privacyQueries = {
  confirmed: {
    doc: 'Whether the confirmation is good for this session now.',
    who: 'system',
    input: Confirmation,
    output: Nothing,
    refusals: { not_confirmed },
  },
  phoneOf: {
    doc: 'The phone of one shopper, for sending a code; null when erased.',
    who: 'system',
    secret: true,
    input: UserRef,
    output: Nullable(Obj({ phone: Type.String() })),
  },
  erasedSince: {
    doc: 'Who was erased since then, oldest first.',
    who: 'system',
    input: Obj({
      since: Time,
      after: Type.Optional(Id('usr')),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    output: Obj({ userIds: Type.Array(Id('usr')) }),
  },
  ofUser: {
    doc: 'All that is kept of one shopper here, for the shopper.',
    who: 'system',
    input: UserRef,
    output: Obj({
      userId: Id('usr'),
      phone: Type.String(),
      nickname: Nullable(Type.String()),
      joinedAt: Time,
      addresses: Type.Array(
        Obj({
          name: Type.String(),
          phone: Type.String(),
          regionCode: Type.String(),
          detail: Type.String(),
          isDefault: Type.Boolean(),
          savedAt: Time,
        }),
      ),
      wechat: Type.Array(Obj({ app: WechatApp, linkedAt: Time })),
      sessions: Type.Array(
        Obj({ device: Type.String(), openedAt: Time, seenAt: Time, endedAt: Nullable(Time) }),
      ),
      consents: Type.Array(
        Obj({
          kind: ConsentKind,
          version: PolicyVersion,
          given: Type.Boolean(),
          at: Time,
          device: Type.String(),
        }),
      ),
    }),
  },
} as const
