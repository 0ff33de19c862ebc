/**
 * What shoppers can do about their own account: see and end sessions, name themselves, agree or not. The part
 * of the contract that contract.ts takes in. Pure.
 */
import { Id, Nothing, Nullable, Obj, OneOf, Readable, Type, Time } from '@tiantou/kernel'

/** What a shopper may agree to; without the first two there is no account. */
export const ConsentKind = OneOf('privacy', 'terms', 'marketing', 'recommendation')
/** A version is named by the day from which it holds. */
export const PolicyVersion = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
/** Documents that the caller has not agreed to as they stand today. */
export const ConsentsDue = Type.Array(OneOf('privacy', 'terms'))

/** The no of whoever is still signed in for seconds after the erasure. */
export const no_such_user = { status: 404, doc: 'The account was erased.' }

export const sessionCommands = {
  endSession: {
    doc: 'Ends one of the caller’s sessions: its access token stops within five seconds.',
    who: 'user',
    route: { method: 'DELETE', path: '/user/sessions/:sessionId' },
    input: Obj({ sessionId: Id('ses') }),
    output: Nothing,
    refusals: { no_such_session: { status: 404, doc: 'Not an open session of the caller.' } },
  },
  endOtherSessions: {
    doc: 'Ends all of the caller’s sessions but the one that calls.',
    who: 'user',
    route: { method: 'POST', path: '/user/sessions/end-others' },
    input: Nothing,
    output: Obj({ ended: Type.Integer() }),
  },
  setNickname: {
    doc: 'Sets what the caller wants to be called, or takes it away.',
    who: 'user',
    secret: true,
    route: { method: 'PUT', path: '/user/nickname' },
    input: Obj({ nickname: Nullable(Readable(20)) }),
    output: Nothing,
    refusals: { no_such_user },
  },
  setConsent: {
    doc: 'Notes that the caller agrees to a document as it stands today, or no longer agrees.',
    who: 'user',
    route: { method: 'POST', path: '/user/consents' },
    input: Obj({ kind: ConsentKind, version: PolicyVersion, given: Type.Boolean() }),
    output: Nothing,
    refusals: {
      other_version: {
        status: 409,
        doc: 'The document has changed: read it as it stands today.',
        data: Obj({ version: PolicyVersion }),
      },
      consent_required: {
        status: 409,
        doc: 'Without this there is no account: who no longer agrees erases it.',
      },
      no_such_user,
    },
  },
} as const

export const sessionQueries = {
  sessions: {
    doc: 'The caller’s open sessions, the one that calls first, then by when they were last seen.',
    who: 'user',
    route: { method: 'GET', path: '/user/sessions' },
    input: Nothing,
    output: Obj({
      items: Type.Array(
        Obj({
          sessionId: Id('ses'),
          /** In coarse words, `iPhone · 微信`; empty where the device said nothing that is known. */
          device: Type.String(),
          openedAt: Time,
          /** To within the life of an access token. */
          seenAt: Time,
          current: Type.Boolean(),
        }),
      ),
    }),
  },
  consents: {
    doc: 'What the caller may agree to, and what of it holds.',
    who: 'user',
    route: { method: 'GET', path: '/user/consents' },
    input: Nothing,
    output: Obj({
      items: Type.Array(
        Obj({
          kind: ConsentKind,
          required: Type.Boolean(),
          /** As it stands today. */
          version: PolicyVersion,
          /** The caller has agreed to it as it stands today, and not taken that back. */
          given: Type.Boolean(),
          /** When that was said last; null where it never was. */
          at: Nullable(Time),
        }),
      ),
      due: ConsentsDue,
    }),
  },
  policies: {
    doc: 'Which versions of the documents hold today, and who answers for them.',
    who: 'anyone',
    route: { method: 'GET', path: '/user/policies' },
    input: Nothing,
    output: Obj({
      privacyVersion: PolicyVersion,
      termsVersion: PolicyVersion,
      /** Empty where the operator has not said. */
      operator: Type.String(),
      contact: Type.String(),
    }),
  },
} as const
