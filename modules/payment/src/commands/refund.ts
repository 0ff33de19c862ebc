/**
 * A part of a payment, or the rest of it, is to go back. Claimed by one conditional update, so that all
 * refunds together never exceed what was paid, however many ask at once.
 */
import { type CommandContext, type CommandHandler, move, type No } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { paymentState } from '../states.ts'
import { claim, findPayment, payingAttempt, refundByKey } from '../store.ts'
import type { PaymentTables } from '../tables.ts'
import { requestRefund } from './request-refund.ts'

type Context = CommandContext<typeof Payment.commands.refund, PaymentTables>

/** Why nothing could be claimed. */
const whyNot = async ({ tx, refuse }: Context, paymentId: string): Promise<No> => {
  const payment = await findPayment(tx, paymentId)
  if (payment === undefined) return refuse('no_such_payment')
  const { state } = payment
  if (state === 'pending' || state === 'closed') return refuse('not_paid', { state })
  return refuse('over_refund', { leftFen: payment.amount_fen - payment.claimed_fen })
}

export const refund: CommandHandler<typeof Payment.commands.refund, PaymentTables> = async (
  { paymentId, refundFen, reason, bizKey },
  context,
) => {
  const { tx, refuse } = context
  const claimed = await claim(tx, paymentId, refundFen)
  const known = await refundByKey(tx, paymentId, bizKey)
  if (known !== undefined) {
    if (known.refund_fen !== refundFen) return refuse('key_taken', { refundFen: known.refund_fen })
    if (claimed) await claim(tx, paymentId, -refundFen)
    return { refundId: known.id }
  }
  if (!claimed) return whyNot(context, paymentId)
  const payment = await findPayment(tx, paymentId)
  const attempt = await payingAttempt(tx, paymentId)
  if (payment === undefined || attempt === undefined)
    throw new Error(`Payment ${paymentId} is paid but none of its attempts is.`)
  if (payment.claimed_fen === payment.amount_fen) {
    await move(context, 'payment_history', {
      machine: paymentState,
      transition: 'refund',
      table: 'payment_payment',
      column: 'state',
      id: paymentId,
      note: reason,
    })
  }
  const refundId = await requestRefund(context, payment, attempt, {
    refundFen,
    beforeFen: payment.claimed_fen - refundFen,
    reason: 'agreed',
    words: reason,
    bizKey,
  })
  return { refundId }
}
