/** What module payment keeps of one shopper, for the shopper. */
import type { QueryHandler } from '@tiantou/platform'
import type { Payment } from './contract.ts'
import { attemptsOfAll, paymentsOf } from './store-privacy.ts'
import type { PaymentTables } from './tables.ts'

/** All payments of one shopper with their attempts. */
export const ofUser: QueryHandler<typeof Payment.queries.ofUser, PaymentTables> = async (
  { userId },
  { db },
) => {
  const payments = await paymentsOf(db, userId)
  const attempts = await attemptsOfAll(
    db,
    payments.map((payment) => payment.id),
  )
  const attemptsBy = Map.groupBy(attempts, (attempt) => attempt.payment_id)
  return {
    payments: payments.map((payment) => ({
      paymentId: payment.id,
      orderId: payment.order_id,
      amountFen: payment.amount_fen,
      refundedFen: payment.refunded_fen,
      state: payment.state,
      openedAt: payment.opened_at,
      paidAt: payment.paid_at,
      attempts: (attemptsBy.get(payment.id) ?? []).map((attempt) => ({
        channel: attempt.channel,
        scene: attempt.scene,
        state: attempt.state,
        beganAt: attempt.began_at,
        clientIp: attempt.client_ip,
        openId: attempt.open_id,
        transactionId: attempt.transaction_id,
      })),
    })),
  }
}
