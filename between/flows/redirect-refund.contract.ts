/** Sending a refund elsewhere that its channel could not bring home, on the wire. */
import { declareFlow, Id, Nullable, Obj, passOn, Type } from '@tiantou/kernel'
import { Payment, RefundCard, RefundState } from '@tiantou/payment/contract'

/** POST /staff/refunds/:refundId/redirect */
export const RedirectRefund = declareFlow('redirect-refund', {
  doc: 'Has the channel send an abnormal refund to a card of the shopper, or with null to our own account.',
  who: { permission: 'payment.refund' },
  secret: true,
  route: { method: 'POST', path: '/staff/refunds/:refundId/redirect' },
  input: Obj({ refundId: Id('rfd'), card: Nullable(RefundCard) }),
  /** Where the refund stands now; abnormal again, with the channel's word, where it took nothing. */
  output: Obj({ state: RefundState, code: Type.String() }),
  refusals: {
    ...passOn(Payment.commands.beginRedirect),
    not_offered: { status: 409, doc: 'This channel cannot send refunds elsewhere.' },
  },
})
