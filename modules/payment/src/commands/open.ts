/** Notes that an order is to be paid. Part of checkout's one commit. */
import type { CommandHandler } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { paymentState } from '../states.ts'
import { insertPayment } from '../store.ts'
import type { PaymentTables } from '../tables.ts'

export const open: CommandHandler<typeof Payment.commands.open, PaymentTables> = async (
  { paymentId, orderId, userId, amountFen, description, expiresAt },
  { tx, now },
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
      version: 1,
    },
  ])
  return {}
}
