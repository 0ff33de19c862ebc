/** The channel's word on a refund: done, still at it, or a no that a person must look at. */
import { type CommandContext, type CommandHandler, move } from '@tiantou/platform'
import type { InputOf } from '@tiantou/kernel'
import { Payment } from '../contract.ts'
import { nextAskAt } from '../rules.ts'
import { paymentState, refundState } from '../states.ts'
import { addRefunded, findAttempt, findPayment, refundByNumber, setRefundAsk } from '../store.ts'
import type { PaymentTables, RefundRow } from '../tables.ts'
import { suspect } from './suspect.ts'

type Context = CommandContext<typeof Payment.commands.recordRefund, PaymentTables>
type Word = InputOf<typeof Payment.commands.recordRefund>

const at = (refund: RefundRow) =>
  ({ machine: refundState, table: 'payment_refund', column: 'state', id: refund.id }) as const

const finish = async (context: Context, word: Word, refund: RefundRow): Promise<void> => {
  const done = await move(context, 'payment_history', {
    ...at(refund),
    transition: 'succeed',
    set: { channel_refund_id: word.channelRefundId ?? null, finished_at: word.finishedAt ?? context.now },
  })
  if (!done) return
  const doubled = refund.reason === 'duplicate'
  if (!doubled) await addRefunded(context.tx, refund.payment_id, refund.refund_fen)
  const payment = await findPayment(context.tx, refund.payment_id)
  if (payment === undefined) throw new Error(`There is no payment ${refund.payment_id}.`)
  const remainingFen = payment.amount_fen - payment.refunded_fen
  const all = !doubled && remainingFen === 0
  if (!doubled) {
    await move(context, 'payment_history', {
      machine: paymentState,
      transition: all ? 'finishRefund' : 'returnPart',
      table: 'payment_payment',
      column: 'state',
      id: payment.id,
    })
  }
  context.emit(Payment.events.refunded, {
    refundId: refund.id,
    paymentId: payment.id,
    orderId: payment.order_id,
    refundFen: refund.refund_fen,
    channel: word.channel,
    attemptId: refund.attempt_id,
    reason: refund.reason,
    refundedAt: word.finishedAt ?? context.now,
    remainingFen,
    all,
  })
}

const stillAtIt = async (context: Context, word: Word, refund: RefundRow): Promise<void> => {
  if (word.state === 'processing') {
    await move(context, 'payment_history', {
      ...at(refund),
      transition: 'process',
      set: { channel_refund_id: word.channelRefundId ?? null },
    })
  }
  await setRefundAsk(context.tx, refund.id, refund.asks + 1, nextAskAt(context.now, refund.asks + 1))
}

export const recordRefund: CommandHandler<typeof Payment.commands.recordRefund, PaymentTables> = async (
  word,
  context,
) => {
  const refund = await refundByNumber(context.tx, word.outRefundNo)
  if (refund === undefined) {
    await suspect(context, 'unknown_refund', word.outRefundNo, word)
    return context.outcome('unknown_refund')
  }
  // The word of a channel that the money never was at.
  const attempt = await findAttempt(context.tx, refund.attempt_id)
  if (attempt?.channel !== word.channel) {
    await suspect(context, 'unknown_refund', word.outRefundNo, word)
    return context.outcome('unknown_refund')
  }
  if (refund.state === 'succeeded') return { state: 'succeeded' }
  if (word.refundFen !== undefined && word.refundFen !== refund.refund_fen) {
    await suspect(context, 'amount_mismatch', word.outRefundNo, word)
    return context.outcome('amount_mismatch')
  }
  if (word.state === 'succeeded') {
    await finish(context, word, refund)
    return { state: 'succeeded' }
  }
  if (word.state === 'processing' || word.state === 'unknown') {
    await stillAtIt(context, word, refund)
    return { state: word.state === 'processing' ? 'processing' : refund.state }
  }
  const code = word.code ?? word.state
  const failed = await move(context, 'payment_history', {
    ...at(refund),
    transition: 'fail',
    set: { code },
    note: code,
  })
  if (failed) await suspect(context, 'refund_failed', word.outRefundNo, word)
  return { state: 'abnormal' }
}
