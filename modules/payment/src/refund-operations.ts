/**
 * What staff does about refunds: asks for one; and about one that the channel refused or could not bring home
 * (退款异常), asks again, has the channel send it to a card or to us, or has the bank send the money, which
 * takes two people.
 */
import { Fen, Id, Nothing, Nullable, Obj, OneOf, PageInput, PageOf, Text, Time, Type } from '@tiantou/kernel'
import { Channel, PaymentState, RefundReason, RefundTarget, RefundWord } from './shapes.ts'

const RefundRef = Obj({ refundId: Id('rfd') })
/** What a bank names a transfer by. */
const Voucher = Type.String({ pattern: '^[0-9A-Za-z_-]{4,64}$', description: 'The bank’s number of it.' })
const no_such_refund = { status: 404, doc: 'No refund of that id.' }
/** A bank card of the shopper; nothing of it is ever kept. */
export const RefundCard = Obj({
  /** The bank as the channel lists it: `ICBC_DEBIT`. */
  bank: Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,31}$' }),
  account: Type.String({ pattern: '^[0-9]{12,30}$' }),
  name: Text(60),
})
const wrong_state = (doc: string) => ({ status: 409, doc, data: Obj({ state: Type.String() }) })

const agreed = {
  refundFen: Type.Integer({ minimum: 1, maximum: 99_999_999_999 }),
  /** The shopper reads it at the channel. */
  reason: Text(80),
  /** What it is for; asked again under the same key it is the same refund. */
  bizKey: Text(80),
}
const refundRefusals = {
  no_such_payment: { status: 404, doc: 'There is no such payment.' },
  not_paid: { status: 409, doc: 'Nothing was paid.', data: Obj({ state: PaymentState }) },
  over_refund: { status: 422, doc: 'More than is left of it.', data: Obj({ leftFen: Fen }) },
  key_taken: {
    status: 409,
    doc: 'Under this key another amount went back.',
    data: Obj({ refundFen: Fen }),
  },
}

export const refundCommands = {
  refund: {
    doc: 'Part of a payment, or the rest, goes back to the shopper; together never more than was paid.',
    who: { permission: 'payment.refund' },
    keepKey: true,
    route: { method: 'POST', path: '/staff/payments/:paymentId/refunds' },
    input: Obj({ paymentId: Id('pay'), ...agreed }),
    output: Obj({ refundId: Id('rfd') }),
    refusals: refundRefusals,
  },
  giveBack: {
    doc: 'Part of what was paid for an order goes back, agreed upon between house and shopper.',
    who: 'system',
    keepKey: true,
    input: Obj({ orderId: Id('ord'), ...agreed }),
    /** What went back before it; null where it was asked for before. */
    output: Obj({ refundId: Id('rfd'), beforeFen: Nullable(Fen) }),
    refusals: refundRefusals,
  },
  retryRefund: {
    doc: 'Asks the channel again for a refund that failed, with the same number.',
    who: { permission: 'payment.refund' },
    route: { method: 'POST', path: '/staff/refunds/:refundId/retry' },
    input: RefundRef,
    output: Nothing,
    refusals: { no_such_refund, wrong_state: wrong_state('It has not failed.') },
  },
  waitRefund: {
    doc: 'A refund that was not sent yet waits a moment: what others were given of it is asked back first.',
    who: 'system',
    input: RefundRef,
    output: Nothing,
    refusals: { no_such_refund },
  },
  beginRedirect: {
    doc: 'Notes that a refund which cannot reach its payer is sent elsewhere, before the channel is told.',
    who: 'system',
    input: Obj({ refundId: Id('rfd'), to: RefundTarget }),
    output: Nothing,
    refusals: {
      no_such_refund,
      wrong_state: wrong_state('It has not failed.'),
      not_at_channel: { status: 409, doc: 'The channel refused it and holds no money for it: ask it again.' },
    },
  },
  refundByHand: {
    doc: 'Notes that the bank sent a failed or returned refund; another person must confirm it.',
    who: { permission: 'payment.refund' },
    route: { method: 'POST', path: '/staff/refunds/:refundId/by-hand' },
    input: Obj({ refundId: Id('rfd'), voucher: Voucher }),
    output: Nothing,
    refusals: {
      no_such_refund,
      wrong_state: wrong_state('It has not failed.'),
      voucher_taken: { status: 409, doc: 'Another refund was sent by that voucher.' },
    },
  },
  confirmByHand: {
    doc: 'Confirms with a second pair of eyes that the money was sent by the bank: the refund is done.',
    who: { permission: 'payment.refund' },
    route: { method: 'POST', path: '/staff/refunds/:refundId/by-hand/confirm' },
    input: Obj({ refundId: Id('rfd'), voucher: Voucher }),
    output: Nothing,
    refusals: {
      no_such_refund,
      wrong_state: wrong_state('Nobody noted that it was sent by hand.'),
      same_person: { status: 403, doc: 'Who noted it cannot confirm it.' },
      other_voucher: { status: 409, doc: 'It was noted with another voucher.' },
    },
  },
} as const

export const refundQueries = {
  givenBack: {
    doc: 'What of an order’s money went back or is asked to.',
    who: 'system',
    input: Obj({ orderId: Id('ord') }),
    output: Obj({ beforeFen: Fen }),
  },
  refundOfShared: {
    doc: 'The order of a refund that was asked for and not sent yet, where its payment was shared.',
    who: 'system',
    input: RefundRef,
    output: Obj({ refund: Nullable(Obj({ orderId: Id('ord'), requestedAt: Time })) }),
  },
  failedRefunds: {
    doc: 'Refunds that a person must look after, newest first.',
    who: { permission: 'payment.refund' },
    route: { method: 'GET', path: '/staff/refunds/failed' },
    input: Obj({ state: OneOf('abnormal', 'returned', 'by_hand'), ...PageInput }),
    output: PageOf(
      Obj({
        refundId: Id('rfd'),
        paymentId: Id('pay'),
        channel: Channel,
        refundFen: Fen,
        reason: RefundReason,
        /** The channel's word. */
        code: Text(80),
        requestedAt: Time,
      }),
    ),
  },
} as const

export const refundEffects = {
  redirectOffered: {
    doc: 'Whether the channel of a refund can send it elsewhere.',
    who: 'system',
    input: RefundRef,
    output: Obj({ offered: Type.Boolean() }),
  },
  redirectAtChannel: {
    doc: 'Has the channel send a refund to a card, or with null to our own account.',
    who: 'system',
    secret: true,
    input: Obj({ refundId: Id('rfd'), card: Nullable(RefundCard) }),
    output: RefundWord,
  },
} as const

export const refundEvents = {
  refund_came_back: {
    doc: 'The channel gave the money of a refund to our own account: the bank must send it to the shopper.',
    version: 1,
    payload: Obj({ refundId: Id('rfd'), paymentId: Id('pay'), channel: Channel, refundFen: Fen, at: Time }),
  },
} as const
