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
type Ending = Pick<Context, 'tx' | 'now' | 'id' | 'actor'> & { readonly emit: Context['emit'] }

/** How a refund ended well: at its channel, or by hand with a bank's voucher. */
type Ended = Pick<Word, 'channel' | 'channelRefundId' | 'finishedAt'> & { readonly byHand?: string }

/** The row of a refund, for `move`. */
export const refundAt = (id: string) =>
  ({ machine: refundState, table: 'payment_refund', column: 'state', id }) as const

/** Ends a refund well and tells of it; false where it did not stand where it can end. */
export const endRefund = async (context: Ending, refund: RefundRow, ended: Ended): Promise<boolean> => {
  const finishedAt = ended.finishedAt ?? context.now
  const done = await move(context, 'payment_history', {
    ...refundAt(refund.id),
    transition: 'succeed',
    where: { version: refund.version },
    set: {
      channel_refund_id: ended.channelRefundId ?? refund.channel_refund_id,
      finished_at: finishedAt,
      ...(ended.byHand === undefined ? { left_at: finishedAt } : {}),
      voucher: ended.byHand ?? null,
    },
    ...(ended.byHand === undefined ? {} : { note: ended.byHand }),
  })
  if (!done) return false
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
    channel: ended.channel,
    attemptId: refund.attempt_id,
    reason: refund.reason,
    refundedAt: finishedAt,
    remainingFen,
    all,
    ...(ended.byHand === undefined ? {} : { byHand: true }),
  })
  return true
}

/** The channel's own word on who received the money, else what a person asked for last. */
const isToUs = (word: Word, refund: RefundRow): boolean =>
  word.toMerchant ?? refund.redirected_to === 'merchant'

/** The channel gave the money to us: the shopper waits, and the bank must send it. */
const comeBack = async (context: Context, refund: RefundRow, word: Word): Promise<void> => {
  const at = word.finishedAt ?? context.now
  const set = { left_at: at, channel_refund_id: word.channelRefundId ?? refund.channel_refund_id }
  const cleared = { voucher: null, proposed_by: null }
  const step = { ...refundAt(refund.id), transition: 'comeBack', set: { ...set, ...cleared } } as const
  if (!(await move(context, 'payment_history', { ...step, where: { version: refund.version } }))) return
  const { id: refundId, payment_id: paymentId, refund_fen: refundFen } = refund
  const told = { refundId, paymentId, channel: word.channel, refundFen, at }
  context.emit(Payment.events.refund_came_back, told)
}

const stillAtIt = async (context: Context, word: Word, refund: RefundRow): Promise<void> => {
  if (word.state === 'processing') {
    await move(context, 'payment_history', {
      ...refundAt(refund.id),
      transition: 'process',
      set: { channel_refund_id: word.channelRefundId ?? refund.channel_refund_id },
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
  if (refund.state === 'succeeded') {
    // Sent by hand, and now the channel has sent it as well: the shopper has it twice.
    if (word.state === 'succeeded' && (refund.voucher ?? null) !== null && !isToUs(word, refund))
      await suspect(context, 'refunded_twice', word.outRefundNo, word)
    return { state: 'succeeded' }
  }
  if (word.refundFen !== undefined && word.refundFen !== refund.refund_fen) {
    await suspect(context, 'amount_mismatch', word.outRefundNo, word)
    return context.outcome('amount_mismatch')
  }
  // What came back to us is no longer the channel's.
  if ((refund.left_at ?? null) !== null) return { state: refund.state }
  if (word.state === 'succeeded' && isToUs(word, refund)) {
    await comeBack(context, refund, word)
    return { state: 'returned' }
  }
  if (word.state === 'succeeded') {
    await endRefund(context, refund, word)
    return { state: 'succeeded' }
  }
  if (word.state === 'processing' || word.state === 'unknown') {
    await stillAtIt(context, word, refund)
    return { state: word.state === 'processing' ? 'processing' : refund.state }
  }
  const code = word.code ?? word.state
  const failed = await move(context, 'payment_history', {
    ...refundAt(refund.id),
    transition: 'fail',
    set: { code, channel_refund_id: word.channelRefundId ?? refund.channel_refund_id },
    note: code,
  })
  if (failed) await suspect(context, 'refund_failed', word.outRefundNo, word)
  return { state: 'abnormal' }
}
