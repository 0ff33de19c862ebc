/**
 * Partner systems (ERP, stores, carriers) as OAuth 2.0 clients (RFC 6749 §4.4): staff make them, their scopes
 * are permissions that the contracts offer to partners. The part of the contract that contract.ts takes in.
 * Pure.
 */
import { Id, Nothing, Nullable, Obj, OneOf, Readable, Text, Time, Type } from '@tiantou/kernel'

const who = { permission: 'partner.manage' } as const
const PartnerRef = { partnerId: Id('ptn') }
const Scopes = Type.Array(Text(60), { minItems: 1, maxItems: 100, uniqueItems: true })
const no_such_partner = { status: 404, doc: 'No partner of that id.' }
const unknown_scope = {
  status: 422,
  doc: 'Not a permission that a contract offers to partners.',
  data: Obj({ scope: Type.String() }),
}
const wrong_state = { status: 409, doc: 'The partner is in that state already.' }
/** Shown this once; kept as a digest only. */
const Secret = Type.String()

/** A permission as the house declares it; `offered` where partners may be given it as a scope. */
export const Permission = Obj({
  code: Text(60),
  meaning: Text(60),
  offered: Type.Optional(Type.Boolean()),
})

export const partnerCommands = {
  createPartner: {
    doc: 'Makes a partner system: its id is the client_id, its secret is shown this once.',
    who,
    secret: true,
    route: { method: 'POST', path: '/staff/partners' },
    input: Obj({ name: Readable(40), scopes: Scopes }),
    output: Obj({ ...PartnerRef, secret: Secret }),
    refusals: { unknown_scope },
  },
  rotatePartnerSecret: {
    doc: 'Gives a partner a further secret; the older ones work for the overlap. With none, tokens end too.',
    who,
    secret: true,
    route: { method: 'POST', path: '/staff/partners/:partnerId/secrets' },
    input: Obj({ ...PartnerRef, overlap_s: Type.Integer({ minimum: 0, maximum: 30 * 86_400 }) }),
    output: Obj({ secret: Secret, oldUntil: Time }),
    refusals: { no_such_partner },
  },
  setPartnerScopes: {
    doc: 'Replaces what a partner may do; acts on its tokens within five seconds.',
    who,
    route: { method: 'POST', path: '/staff/partners/:partnerId/scopes' },
    input: Obj({ ...PartnerRef, scopes: Scopes }),
    output: Nothing,
    refusals: { no_such_partner, unknown_scope },
  },
  disablePartner: {
    doc: 'Shuts a partner out: no new tokens, and the open ones stop within five seconds.',
    who,
    route: { method: 'POST', path: '/staff/partners/:partnerId/disable' },
    input: Obj(PartnerRef),
    output: Nothing,
    refusals: { no_such_partner, wrong_state },
  },
  enablePartner: {
    doc: 'Lets a partner in again; its tokens of before stay ended.',
    who,
    route: { method: 'POST', path: '/staff/partners/:partnerId/enable' },
    input: Obj(PartnerRef),
    output: Nothing,
    refusals: { no_such_partner, wrong_state },
  },
  issuePartnerToken: {
    doc: 'Gives a partner an access token for its secret. Answers in the words of RFC 6749 §5.',
    who: 'system',
    secret: true,
    input: Obj({
      clientId: Type.String({ maxLength: 200 }),
      clientSecret: Type.String({ maxLength: 400 }),
      /** Absent: all that the partner holds. */
      scopes: Type.Optional(Type.Array(Text(100), { minItems: 1, maxItems: 100 })),
    }),
    output: Obj({
      accessToken: Type.String(),
      expiresIn_s: Type.Integer(),
      scopes: Type.Array(Type.String()),
    }),
    refusals: {
      invalid_client: { status: 401, doc: 'Unknown or disabled client, or not its secret.' },
      invalid_scope: { status: 400, doc: 'A scope that the partner does not hold.' },
    },
  },
} as const

export const partnerQueries = {
  partners: {
    doc: 'All partner systems, newest first; never a secret.',
    who,
    route: { method: 'GET', path: '/staff/partners' },
    input: Nothing,
    output: Obj({
      items: Type.Array(
        Obj({
          ...PartnerRef,
          name: Type.String(),
          state: OneOf('active', 'disabled'),
          scopes: Type.Array(Type.String()),
          createdAt: Time,
          secrets: Type.Array(Obj({ createdAt: Time, expiresAt: Nullable(Time) })),
        }),
      ),
    }),
  },
  partnerScopes: {
    doc: 'The permissions that the contracts offer to partners.',
    who,
    route: { method: 'GET', path: '/staff/partner-scopes' },
    input: Nothing,
    output: Obj({ items: Type.Array(Obj({ scope: Type.String(), meaning: Type.String() })) }),
  },
} as const
