/** What module invoice hears: money that goes back outdates an invoice. */
import { Invoice } from '@tiantou/invoice/contract'
import { Payment } from '@tiantou/payment/contract'
import { on, send } from '@tiantou/platform'

export const invoiceReactions = [
  // Late and doubled money was never invoiced.
  on(Payment.events.refund_requested, 'invoice.outdate', ({ orderId, beforeFen, refundFen, reason }) =>
    reason === 'late' || reason === 'duplicate'
      ? null
      : send(Invoice.commands.outdate, { orderId, goneFen: beforeFen + refundFen }),
  ),
]
