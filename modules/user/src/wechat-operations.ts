/**
 * Signing in with WeChat: the part of the contract that contract.ts takes in. A visit is one person's way to
 * WeChat and back; a link ties one WeChat identity to one account. Flows in between/ put the moves in order.
 */
import { Id, Nothing, Nullable, Obj, OneOf, Text, Time, Type } from '@tiantou/kernel'
import { no_such_user } from './session-operations.ts'
import { tokenFields } from './shapes.ts'

export const WechatApp = OneOf('mini', 'official', 'website')
/** The two that send a browser away and get it back. */
export const WebApp = OneOf('official', 'website')
/** A path of the shop, to go back to: printable, of no other origin. */
export const WebPath = Type.String({
  pattern: '^/([\\x21-\\x2e\\x30-\\x5b\\x5d-\\x7e][\\x21-\\x5b\\x5d-\\x7e]*)?$',
  maxLength: 300,
})

const Identity = Obj({
  appId: Text(32),
  openId: Text(64),
  unionId: Type.Optional(Text(64)),
})
const Word = OneOf('ok', 'refused', 'unknown')
/** What WeChat said; its own code of a no. */
const said = { word: Word, providerCode: Text(40, 0) }
const answered = { visitId: Id('wxv'), ...said, identity: Type.Optional(Identity) }

const wechat_taken = { status: 409, doc: 'This WeChat identity is linked to another account.' }
const saidNo = {
  wechat_refused: { status: 410, doc: 'WeChat does not take the code (used, expired, barred): begin anew.' },
  wechat_away: { status: 503, doc: 'WeChat does not answer; nothing is lost, begin anew.' },
}

/** How a sign-in that is to link a WeChat identity may end besides. */
export const bindingRefusals = {
  wechat_ticket_invalid: { status: 410, doc: 'Unknown, expired or used ticket: go to WeChat again.' },
  wechat_taken,
}

export const wechatCommands = {
  beginVisit: {
    doc: 'Notes that the caller goes to WeChat; web apps get a state: single use, 10 minutes, hashed.',
    who: 'system',
    secret: true,
    input: Obj({ app: WechatApp, to: WebPath }),
    output: Obj({ visitId: Id('wxv'), state: Nullable(Type.String()), expiresAt: Time }),
  },
  returnFromWechat: {
    doc: 'Takes a state that came back, from the caller who was given it.',
    who: 'system',
    secret: true,
    input: Obj({ state: Text(128) }),
    output: Obj({ visitId: Id('wxv'), app: WechatApp }),
    refusals: {
      wechat_state_invalid: {
        status: 410,
        doc: 'Unknown, expired, used or another browser’s: begin anew.',
      },
    },
  },
  enterByWechat: {
    doc: 'Signs in whoever WeChat says came: by its link, or by the phone that WeChat knows.',
    who: 'system',
    secret: true,
    input: Obj({
      ...answered,
      phone: Type.Optional(Obj({ ...said, number: Type.Optional(Text(20)) })),
    }),
    output: Obj({ userId: Id('usr'), isNew: Type.Boolean(), to: WebPath, ...tokenFields }),
    outcomes: {
      ...saidNo,
      phone_needed: {
        status: 409,
        doc: 'Nobody’s yet: sign in by phone with this ticket (single use), and it is linked.',
        data: Obj({ ticket: Type.String(), expiresAt: Time, to: WebPath }),
      },
      phone_abroad: { status: 422, doc: 'The phone that WeChat knows is no mainland one: use another.' },
    },
  },
  linkWechat: {
    doc: 'Links the identity that came to the caller’s account.',
    who: 'system',
    secret: true,
    input: Obj(answered),
    output: Obj({ to: WebPath }),
    refusals: { wechat_taken, no_such_user },
    outcomes: saidNo,
  },
  unlinkWechat: {
    doc: 'Unlinks one of the caller’s WeChat identities; the phone still signs in.',
    who: 'user',
    route: { method: 'DELETE', path: '/user/wechat/links/:linkId' },
    input: Obj({ linkId: Id('wxl') }),
    output: Nothing,
    refusals: { no_such_link: { status: 404, doc: 'Not a link of the caller.' } },
  },
} as const

export const wechatQueries = {
  wechatLinks: {
    doc: 'Which WeChat identities are linked to the caller’s account, newest first.',
    who: 'user',
    route: { method: 'GET', path: '/user/wechat/links' },
    input: Nothing,
    output: Obj({
      items: Type.Array(Obj({ linkId: Id('wxl'), app: WechatApp, linkedAt: Time, usedAt: Time })),
    }),
  },
  wechatOpenId: {
    doc: 'What one app calls this user, the identity last used there; null when none is linked.',
    who: 'system',
    secret: true,
    input: Obj({ userId: Id('usr'), appId: Text(32) }),
    output: Obj({ openId: Nullable(Type.String()) }),
  },
  knowsWechat: {
    doc: 'Whether an identity is linked to some account.',
    who: 'system',
    secret: true,
    input: Identity,
    output: Obj({ known: Type.Boolean() }),
  },
} as const

export const wechatEffects = {
  wechatApps: {
    doc: 'The WeChat apps that are configured, and whether their page opens in any browser.',
    who: 'system',
    input: Nothing,
    output: Obj({ apps: Type.Array(Obj({ app: WechatApp, opens: OneOf('inside', 'anywhere') })) }),
  },
  wechatPage: {
    doc: 'Where to send a browser with this state; null where there is no such app.',
    who: 'system',
    secret: true,
    input: Obj({ app: WebApp, state: Text(128) }),
    output: Obj({ url: Nullable(Type.String()) }),
  },
  askWechat: {
    doc: 'Asks WeChat whose a code is.',
    who: 'system',
    secret: true,
    input: Obj({ app: WechatApp, code: Text(512) }),
    output: Obj({ ...said, identity: Type.Optional(Identity) }),
  },
  askWechatPhone: {
    doc: 'Asks WeChat for the phone that a person let the mini program know.',
    who: 'system',
    secret: true,
    input: Obj({ code: Text(512) }),
    output: Obj({ ...said, number: Type.Optional(Type.String()) }),
  },
} as const
