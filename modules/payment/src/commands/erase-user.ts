/**
 * Takes the person out of a shopper's payments: from where, and as whom at the channel. Amounts, numbers and
 * times stay three years, as the law wants it (电子商务法 §31).
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { forgetAtOf, isUnderWay } from '../rules.ts'
import { attemptsOfAll, maskPayment, paymentsOf } from '../store-privacy.ts'
import type { PaymentTables } from '../tables.ts'

/** Erases a shopper's traces. What the channel may still be asked about is left for a later call. */
export const eraseUser: CommandHandler<typeof Payment.commands.eraseUser, PaymentTables> = async (
  { userId },
  { tx, now },
) => {
  const payments = await paymentsOf(tx, userId)
  const attempts = await attemptsOfAll(
    tx,
    payments.map((payment) => payment.id),
  )
  for (const payment of payments) {
    const own = attempts.filter((attempt) => attempt.payment_id === payment.id)
    if (!isUnderWay(payment, own)) await maskPayment(tx, payment.id, forgetAtOf(now))
  }
  return {}
}
