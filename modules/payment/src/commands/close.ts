/** The order is off: an unpaid payment closes, a paid one is to be refunded in full. Safe to repeat. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Payment } from '../contract.ts'
import { paymentState } from '../states.ts'
import { attemptsOf, paymentOfOrder } from '../store.ts'
import type { PaymentTables } from '../tables.ts'
import { requestRefund } from './request-refund.ts'

export const close: CommandHandler<typeof Payment.commands.close, PaymentTables> = async (
  { orderId },
  context,
) => {
  const payment = await paymentOfOrder(context.tx, orderId)
  // An order without a payment (its amount was nothing) has nothing to close.
  if (payment === undefined) return { state: 'closed' }
  const at = { machine: paymentState, table: 'payment_payment', column: 'state', id: payment.id } as const
  if (await move(context, 'payment_history', { ...at, transition: 'close' })) {
    context.emit(Payment.events.closed, { paymentId: payment.id, orderId })
    return { state: 'closed' }
  }
  const returning = await move(context, 'payment_history', {
    ...at,
    transition: 'refund',
    where: { state: 'paid' },
  })
  if (!returning) return { state: payment.state }
  const attempts = await attemptsOf(context.tx, payment.id)
  // The first paid attempt made the payment; others were doubled money and have their own refunds.
  const paid = attempts.find((attempt) => attempt.state === 'paid')
  if (paid === undefined) throw new Error(`Payment ${payment.id} is paid but none of its attempts is.`)
  await requestRefund(context, payment, paid, 'cancelled')
  return { state: 'refunding' }
}
