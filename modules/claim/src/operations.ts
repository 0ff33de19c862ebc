/** What module claim does, command by command. Spread into the contract. */
import { Fen, Id, Nothing, Obj, OneOf, Readable, Type } from '@tiantou/kernel'
import { asked, Borne, ClaimStateWord, Liability, LotFacts, OrderFacts } from './shapes.ts'
import { PhotoFacts, Photos, Remedy, Words } from './shapes.ts'

export const ClaimRef = Obj({ claimId: Id('clm') })
export const LotRef = Obj({ lotId: Id('lot') })
export const no_such_claim = { status: 404, doc: 'No claim of that id, or not the caller’s.' }
export const no_such_lot = { status: 404, doc: 'No lot of that id was ever claimed on.' }
const wrong_state = {
  status: 409,
  doc: 'The claim is not in a state for it.',
  data: Obj({ state: ClaimStateWord }),
}
const above_cap = {
  status: 422,
  doc: 'All claims on a line together never come to more than it cost.',
  data: Obj({ leftFen: Fen }),
}
const no_resend = { status: 422, doc: 'Nothing is sent again for this cause, or not by weight.' }
const liability_not_whole = { status: 422, doc: 'The shares of who bears it must sum to 10,000.' }

/** Why a line cannot be claimed on, or not so much. */
export const claimRefusals = {
  no_such_line: { status: 404, doc: 'The order has no such line.' },
  not_delivered: { status: 409, doc: 'The goods have not arrived yet.' },
  too_early: { status: 409, doc: 'The goods may still arrive.' },
  window_over: { status: 409, doc: 'The time to claim is over.' },
  how_much: { status: 422, doc: 'Say either pieces or grams that are bad.' },
  more_than_got: {
    status: 422,
    doc: 'More than came, or than is left of it after other claims.',
    data: Obj({ leftGrams: Type.Integer() }),
  },
}

const judged = {
  claimId: Id('clm'),
  /** Of the whole claim, what was paid before among it. */
  amountFen: Fen,
  /** The shopper reads it. */
  reason: Readable(200),
  liability: Type.Optional(Liability),
}

export const claimCommands = {
  open: {
    doc: 'A shopper claims on a line; within the limits of the rules it is decided at once.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      order: OrderFacts,
      lots: LotFacts,
      pictures: PhotoFacts,
      ...asked,
      photos: Photos,
      text: Words,
    }),
    output: Obj({ claimId: Id('clm'), state: OneOf('approved', 'in_review'), amountFen: Fen }),
    refusals: {
      ...claimRefusals,
      above_cap,
      photo_needed: { status: 422, doc: 'At least one photograph must show it.' },
      no_resend,
      no_such_photo: { status: 422, doc: 'A photograph is not there, not the caller’s, or not for a claim.' },
    },
  },
  withdraw: {
    doc: 'The shopper takes a claim back that nobody has decided.',
    who: 'user',
    route: { method: 'POST', path: '/claims/:claimId/withdraw' },
    input: ClaimRef,
    output: Nothing,
    refusals: { no_such_claim, wrong_state },
  },
  appeal: {
    doc: 'The shopper wants a decision looked at by somebody else, once.',
    who: 'user',
    route: { method: 'POST', path: '/claims/:claimId/appeal' },
    input: Obj({ claimId: Id('clm'), text: Readable(300) }),
    output: Nothing,
    refusals: {
      no_such_claim,
      wrong_state,
      appealed_before: { status: 409, doc: 'It was appealed against before.' },
      appeal_over: { status: 409, doc: 'The time to appeal is over.' },
    },
  },
  decide: {
    doc: 'A person says what a claim comes to, and perhaps who bears it.',
    who: { permission: 'claim.decide' },
    route: { method: 'POST', path: '/staff/claims/:claimId/decide' },
    input: Obj({
      ...judged,
      amountFen: Type.Integer({ minimum: 1, maximum: 99_999_999_999 }),
      /** What the shopper wished for where it is missing. */
      remedy: Type.Optional(Remedy),
    }),
    output: Nothing,
    refusals: { no_such_claim, wrong_state, above_cap, liability_not_whole, no_resend },
  },
  deny: {
    doc: 'A person says that nothing is paid, and why.',
    who: { permission: 'claim.decide' },
    route: { method: 'POST', path: '/staff/claims/:claimId/deny' },
    input: Obj({ claimId: Id('clm'), reason: Readable(200) }),
    output: Nothing,
    refusals: { no_such_claim, wrong_state },
  },
  arbitrate: {
    doc: 'Another person ends an appeal: more is paid, or it stays as it was.',
    who: { permission: 'claim.arbitrate' },
    route: { method: 'POST', path: '/staff/claims/:claimId/arbitrate' },
    input: Obj(judged),
    output: Nothing,
    refusals: {
      no_such_claim,
      wrong_state,
      above_cap,
      liability_not_whole,
      same_person: { status: 403, doc: 'Who decided it first cannot arbitrate.' },
      below_paid: { status: 422, doc: 'Less than was paid already.', data: Obj({ paidFen: Fen }) },
    },
  },
  markPaying: {
    doc: 'The money of a claim was asked to go back, by this refund.',
    who: 'system',
    input: Obj({ claimId: Id('clm'), refundId: Id('rfd') }),
    output: Nothing,
    refusals: { no_such_claim, wrong_state },
  },
  markPaid: {
    doc: 'A refund arrived: the claim whose it is is paid; of any other refund nothing happens.',
    who: 'system',
    input: Obj({ refundId: Id('rfd') }),
    output: Nothing,
  },
  markResending: {
    doc: 'The goods of a decided claim go out once more, by this order.',
    who: 'system',
    input: Obj({ claimId: Id('clm'), orderId: Id('ord') }),
    output: Nothing,
    refusals: { no_such_claim, wrong_state },
  },
  payInstead: {
    doc: 'Goods of a decided claim are not to be had: its money goes back after all.',
    who: 'system',
    input: ClaimRef,
    output: Nothing,
    refusals: { no_such_claim, wrong_state },
  },
  noteResend: {
    doc: 'So many pieces could be sent again; what is missing is paid. Of any other order nothing happens.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), pieces: Type.Integer({ minimum: 0 }) }),
    output: Nothing,
  },
  markResent: {
    doc: 'Goods that were sent again are there; of any other order nothing happens.',
    who: 'system',
    input: Obj({ orderId: Id('ord') }),
    output: Nothing,
  },
  noteSent: {
    doc: 'An order left: so many pieces of lots are out, and its shopper bought once more.',
    who: 'system',
    input: Obj({ userId: Id('usr'), lots: LotFacts }),
    output: Nothing,
  },
  endAlarm: {
    doc: 'A person has looked after a suspicious lot.',
    who: { permission: 'claim.decide' },
    route: { method: 'POST', path: '/staff/claim-lots/:lotId/end-alarm' },
    input: LotRef,
    output: Nothing,
    refusals: { no_such_lot },
  },
  tellWaiting: {
    doc: 'Tells of claims and appeals that wait too long for a person.',
    who: 'system',
    input: Nothing,
    output: Obj({ claims: Type.Integer() }),
  },
  eraseUser: {
    doc: 'Forgets what a shopper wrote and how often they claimed; amounts and times stay.',
    who: 'system',
    input: Obj({ userId: Id('usr') }),
    output: Nothing,
  },
} as const

/** What a payment of a claim needs. */
export const Payout = Obj({
  orderId: Id('ord'),
  skuId: Id('sku'),
  bizKey: Type.String(),
  fen: Fen,
  /** Of it what the platform bears, for packer and carrier too. */
  houseFen: Fen,
  borne: Borne,
})

export { wrong_state }
