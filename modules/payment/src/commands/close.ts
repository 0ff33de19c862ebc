/** The order is off: an unpaid payment closes, of a paid one all that is left goes back. Safe to repeat. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Payment } from '../contract.ts'
import { paymentState } from '../states.ts'
import { claim, holdPaymentOf, payingAttempt, paymentOfOrder } from '../store.ts'
import type { PaymentTables } from '../tables.ts'
import { requestRefund } from './request-refund.ts'

export const close: CommandHandler<typeof Payment.commands.close, PaymentTables> = async (
  { orderId },
  context,
) => {
  await holdPaymentOf(context.tx, orderId)
  const payment = await paymentOfOrder(context.tx, orderId)
  // An order without a payment (its amount was nothing) has nothing to close.
  if (payment === undefined) return { state: 'closed' }
  const at = { machine: paymentState, table: 'payment_payment', column: 'state', id: payment.id } as const
  if (await move(context, 'payment_history', { ...at, transition: 'close' })) {
    context.emit(Payment.events.closed, { paymentId: payment.id, orderId })
    return { state: 'closed' }
  }
  const refundFen = payment.amount_fen - payment.claimed_fen
  if (refundFen === 0 || !(await claim(context.tx, payment.id, refundFen))) return { state: payment.state }
  await move(context, 'payment_history', { ...at, transition: 'refund' })
  const paid = await payingAttempt(context.tx, payment.id)
  if (paid === undefined) throw new Error(`Payment ${payment.id} is paid but none of its attempts is.`)
  await requestRefund(context, payment, paid, {
    refundFen,
    beforeFen: payment.claimed_fen,
    reason: 'cancelled',
    bizKey: 'close',
  })
  return { state: 'refunding' }
}
