/**
 * Notes that an order is to be paid, and the first attempt with it where the shopper has chosen how. Part of
 * checkout's one commit.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { freshAttempt } from '../rules.ts'
import { paymentState } from '../states.ts'
import { insertAttempt, insertPayment } from '../store.ts'
import type { PaymentTables } from '../tables.ts'

export const open: CommandHandler<typeof Payment.commands.open, PaymentTables> = async (
  { paymentId, orderId, userId, amountFen, description, expiresAt, isShared, attempt },
  { tx, now, id },
) => {
  await insertPayment(tx, [
    {
      id: paymentId,
      order_id: orderId,
      user_id: userId,
      amount_fen: amountFen,
      description,
      state: paymentState.initial,
      expires_at: expiresAt,
      opened_at: now,
      paid_at: null,
      refunded_fen: 0,
      claimed_fen: 0,
      is_shared: isShared === true ? 1 : 0,
      version: 1,
    },
  ])
  if (attempt === undefined) return { attemptId: null }
  const attemptId = id('att')
  await insertAttempt(tx, [freshAttempt(attemptId, paymentId, attempt, now)])
  return { attemptId }
}
