/**
 * What staff does about refunds: asks for one; and about one that the channel refused or could not bring home
 * (退款异常), asks again, or sends the money another way, which takes two people.
 */
import { Fen, Id, Nothing, Obj, OneOf, PageInput, PageOf, Text, Time, Type } from '@tiantou/kernel'
import { Channel, PaymentState, RefundReason } from './shapes.ts'

const RefundRef = Obj({ refundId: Id('rfd') })
/** What a bank names a transfer by. */
const Voucher = Type.String({ pattern: '^[0-9A-Za-z_-]{4,64}$', description: 'The bank’s number of it.' })
const no_such_refund = { status: 404, doc: 'No refund of that id.' }
const wrong_state = (doc: string) => ({ status: 409, doc, data: Obj({ state: Type.String() }) })

export const refundCommands = {
  refund: {
    doc: 'Part of a payment, or the rest, goes back to the shopper; together never more than was paid.',
    who: { permission: 'payment.refund' },
    keepKey: true,
    route: { method: 'POST', path: '/staff/payments/:paymentId/refunds' },
    input: Obj({
      paymentId: Id('pay'),
      refundFen: Type.Integer({ minimum: 1, maximum: 99_999_999_999 }),
      /** The shopper reads it at the channel. */
      reason: Text(80),
      /** What it is for; asked again under the same key it is the same refund. */
      bizKey: Text(80),
    }),
    output: Obj({ refundId: Id('rfd') }),
    refusals: {
      no_such_payment: { status: 404, doc: 'There is no such payment.' },
      not_paid: { status: 409, doc: 'Nothing was paid.', data: Obj({ state: PaymentState }) },
      over_refund: { status: 422, doc: 'More than is left of it.', data: Obj({ leftFen: Fen }) },
      key_taken: {
        status: 409,
        doc: 'Under this key another amount went back.',
        data: Obj({ refundFen: Fen }),
      },
    },
  },
  retryRefund: {
    doc: 'Asks the channel again for a refund that failed, with the same number.',
    who: { permission: 'payment.refund' },
    route: { method: 'POST', path: '/staff/refunds/:refundId/retry' },
    input: RefundRef,
    output: Nothing,
    refusals: { no_such_refund, wrong_state: wrong_state('It has not failed.') },
  },
  refundByHand: {
    doc: 'Notes that the money of a failed refund was sent by the bank; another person must confirm it.',
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
  failedRefunds: {
    doc: 'Refunds that a person must look after, newest first.',
    who: { permission: 'payment.refund' },
    route: { method: 'GET', path: '/staff/refunds/failed' },
    input: Obj({ state: OneOf('abnormal', 'by_hand'), ...PageInput }),
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
