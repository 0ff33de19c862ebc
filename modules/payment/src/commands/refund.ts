/**
 * A part of a payment, or the rest of it, is to go back: asked for by staff for a payment, or by the house
 * for an order. Claimed by one conditional update, so that all refunds together never exceed what was paid,
 * however many ask at once.
 */
import type { InputOf } from '@tiantou/kernel'
import { type CommandContext, type CommandHandler, move, type No } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { paymentState } from '../states.ts'
import { claim, findPayment, payingAttempt, paymentOfOrder, refundByKey } from '../store.ts'
import type { PaymentTables } from '../tables.ts'
import { requestRefund } from './request-refund.ts'

type Refund = typeof Payment.commands.refund
type Context = Pick<CommandContext<Refund, PaymentTables>, 'tx' | 'now' | 'actor' | 'id' | 'emit' | 'refuse'>
type Asked = InputOf<Refund>

/** Why nothing could be claimed. */
const whyNot = async ({ tx, refuse }: Context, paymentId: string): Promise<No> => {
  const payment = await findPayment(tx, paymentId)
  if (payment === undefined) return refuse('no_such_payment')
  const { state } = payment
  if (state === 'pending' || state === 'closed') return refuse('not_paid', { state })
  return refuse('over_refund', { leftFen: payment.amount_fen - payment.claimed_fen })
}

/** Claims and asks; says what went back before, or null where the key was asked for before. */
const ask = async (
  context: Context,
  { paymentId, refundFen, reason, bizKey }: Asked,
): Promise<No | { refundId: string; beforeFen: number | null }> => {
  const { tx, refuse } = context
  const claimed = await claim(tx, paymentId, refundFen)
  const known = await refundByKey(tx, paymentId, bizKey)
  if (known !== undefined) {
    if (known.refund_fen !== refundFen) return refuse('key_taken', { refundFen: known.refund_fen })
    if (claimed) await claim(tx, paymentId, -refundFen)
    return { refundId: known.id, beforeFen: null }
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
  const beforeFen = payment.claimed_fen - refundFen
  const wanted = { refundFen, beforeFen, reason: 'agreed', words: reason, bizKey } as const
  return { refundId: await requestRefund(context, payment, attempt, wanted), beforeFen }
}

/** Staff gives back of one payment. */
export const refund: CommandHandler<Refund, PaymentTables> = async (asked, context) => {
  const answer = await ask(context, asked)
  return 'refundId' in answer ? { refundId: answer.refundId } : answer
}

/** The house gives back of what was paid for an order. */
export const giveBack: CommandHandler<typeof Payment.commands.giveBack, PaymentTables> = async (
  { orderId, ...asked },
  context,
) => {
  const payment = await paymentOfOrder(context.tx, orderId)
  return payment === undefined
    ? context.refuse('no_such_payment')
    : ask(context, { ...asked, paymentId: payment.id })
}
