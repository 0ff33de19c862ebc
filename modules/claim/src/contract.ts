/**
 * What module claim offers (坏果赔付): goods that came bad, or not at all, are claimed line by line, decided
 * by rules or people, paid to where the money came from, and borne by whose fault it was.
 */
import {
  defineContract,
  Fen,
  Id,
  Nullable,
  Obj,
  PageInput,
  PageOf,
  Pieces,
  Time,
  Type,
} from '@tiantou/kernel'
import { claimCommands, ClaimRef, claimRefusals, no_such_claim, Payout, wrong_state } from './operations.ts'
import { asked, Cause, ClaimStateWord, ClaimView, LotView, Remedy } from './shapes.ts'
import { Offer, OrderFacts, ReviewReason, StaffClaim } from './shapes.ts'

export { asked, Cause, LotFacts, Offer, Photos, Words } from './shapes.ts'

const told = { claimId: Id('clm'), orderId: Id('ord'), userId: Id('usr') }
const Told = Obj(told)
const decider = { permission: 'claim.decide' } as const
const Page = { limit: PageInput.limit, cursor: Type.Optional(Id('clm')) }

/** A line of an order, and whether and how much can be claimed on it now. */
export const ClaimableLine = Obj({
  skuId: Id('sku'),
  title: Type.String(),
  spec: Type.String(),
  image: Type.String(),
  pieces: Type.Integer(),
  grams: Type.Integer(),
  leftFen: Fen,
  leftGrams: Type.Integer(),
  until: Nullable(Time),
  causes: Type.Array(Cause),
  /** Of them those for which the goods can be sent again instead. */
  resends: Type.Array(Cause),
})

export const Claim = defineContract('claim', {
  doc: 'Claims for bad goods and ordinary after-sale: window, photographs, rules, review, appeal, payment.',
  permissions: { 'claim.decide': '审核赔付', 'claim.arbitrate': '赔付申诉仲裁' },
  commands: claimCommands,
  queries: {
    claimable: {
      doc: 'Of each line of an order which causes can be claimed now, and how much is left of it.',
      who: 'system',
      input: Obj({ orderId: Id('ord'), order: OrderFacts }),
      output: Obj({ lines: Type.Array(ClaimableLine) }),
    },
    offer: {
      doc: 'What a claim would come to by the rules.',
      who: 'system',
      input: Obj({ orderId: Id('ord'), order: OrderFacts, ...asked }),
      output: Offer,
      refusals: claimRefusals,
    },
    payout: {
      doc: 'What is to be paid of a decided claim, and who bears it.',
      who: 'system',
      input: ClaimRef,
      output: Payout,
      refusals: { no_such_claim, wrong_state },
    },
    toResend: {
      doc: 'What of a decided claim is to be sent again.',
      who: 'system',
      input: ClaimRef,
      output: Obj({ orderId: Id('ord'), skuId: Id('sku'), pieces: Pieces }),
      refusals: { no_such_claim, wrong_state },
    },
    list: {
      doc: 'The caller’s claims, newest first.',
      who: 'user',
      route: { method: 'GET', path: '/claims' },
      input: Obj(Page),
      output: PageOf(ClaimView),
    },
    ofOrder: {
      doc: 'The caller’s claims on one order.',
      who: 'user',
      route: { method: 'GET', path: '/orders/:orderId/claims' },
      input: Obj({ orderId: Id('ord') }),
      output: Obj({ items: Type.Array(ClaimView) }),
    },
    get: {
      doc: 'One of the caller’s claims.',
      who: 'user',
      route: { method: 'GET', path: '/claims/:claimId' },
      input: ClaimRef,
      output: ClaimView,
      refusals: { no_such_claim },
    },
    staffList: {
      doc: 'Claims in one state, oldest first.',
      who: decider,
      route: { method: 'GET', path: '/staff/claims' },
      input: Obj({ ...Page, state: ClaimStateWord }),
      output: PageOf(StaffClaim),
    },
    staffGet: {
      doc: 'One claim whole.',
      who: decider,
      route: { method: 'GET', path: '/staff/claims/:claimId' },
      input: ClaimRef,
      output: StaffClaim,
      refusals: { no_such_claim },
    },
    lots: {
      doc: 'Lots with unusually many claims that nobody has looked after.',
      who: decider,
      route: { method: 'GET', path: '/staff/claim-lots' },
      input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('lot')) }),
      output: PageOf(LotView),
    },
    ofUser: {
      doc: 'A shopper’s claims, for an export of their data.',
      who: 'system',
      input: Obj({ userId: Id('usr') }),
      output: Obj({ claims: Type.Array(ClaimView) }),
    },
  },
  events: {
    opened: {
      doc: 'A shopper claims on a line.',
      version: 1,
      payload: Obj({ ...told, skuId: Id('sku'), cause: Cause, reviewReasons: Type.Array(ReviewReason) }),
    },
    approved: {
      doc: 'It is decided, by rules or a person, that a claim is paid, or its goods sent again.',
      version: 1,
      payload: Obj({ ...told, amountFen: Fen, remedy: Type.Optional(Remedy) }),
    },
    denied: { doc: 'A person decided that nothing is paid.', version: 1, payload: Told },
    paid: { doc: 'The money of a claim arrived.', version: 1, payload: Obj({ ...told, paidFen: Fen }) },
    appealed: { doc: 'A shopper wants a decision looked at by somebody else.', version: 1, payload: Told },
    arbitrated: { doc: 'An appeal changed nothing.', version: 1, payload: Told },
    waiting_long: { doc: 'A claim or an appeal waits too long for a person.', version: 1, payload: Told },
    lot_suspicious: {
      doc: 'Unusually much of a lot is claimed.',
      version: 1,
      payload: Obj({
        lotId: Id('lot'),
        lotNo: Type.String(),
        sentPieces: Type.Integer(),
        badPieces: Type.Integer(),
        claims: Type.Integer(),
      }),
    },
  },
})
