/**
 * The channel's word on an attempt, from a callback or an active query. Judged by rules.ts; late money goes
 * back by itself.
 */
import { type CommandContext, type CommandHandler, move, type No } from '@tiantou/platform'
import { Payment } from '../contract.ts'
import { type FactFields, judgeFact, nextAskAt } from '../rules.ts'
import { attemptState, paymentState } from '../states.ts'
import { attemptByNumber, findPayment, setAttemptAsk } from '../store.ts'
import type { AttemptRow, PaymentRow, PaymentTables } from '../tables.ts'
import { requestRefund } from './request-refund.ts'
import { suspect } from './suspect.ts'

type Context = CommandContext<typeof Payment.commands.recordFact, PaymentTables>
type Result = 'noted' | 'paid' | 'already' | 'refunding_late'

const attemptAt = (attempt: AttemptRow) =>
  ({ machine: attemptState, table: 'payment_attempt', column: 'state', id: attempt.id }) as const
const paymentAt = (payment: PaymentRow) =>
  ({ machine: paymentState, table: 'payment_payment', column: 'state', id: payment.id }) as const

/** Money that came, as events tell of it. */
const receivedOf = ({ now }: Context, fact: FactFields, attempt: AttemptRow, payment: PaymentRow) => ({
  paymentId: payment.id,
  orderId: payment.order_id,
  amountFen: payment.amount_fen,
  paidAt: fact.paidAt ?? now,
  channel: attempt.channel,
  attemptId: attempt.id,
  transactionId: fact.transactionId ?? '',
})

const takeMoney = async (
  context: Context,
  fact: FactFields,
  attempt: AttemptRow,
  payment: PaymentRow,
): Promise<Result> => {
  const paidAt = fact.paidAt ?? context.now
  const set = { transaction_id: fact.transactionId, paid_at: paidAt }
  const came = await move(context, 'payment_history', { ...attemptAt(attempt), transition: 'pay', set })
  if (!came) return 'already'
  const settled = await move(context, 'payment_history', {
    ...paymentAt(payment),
    transition: 'pay',
    set: { paid_at: paidAt },
  })
  if (!settled) return sendBack(context, fact, attempt, payment)
  context.emit(Payment.events.paid, receivedOf(context, fact, attempt, payment))
  return 'paid'
}

/** Money for a payment that is closed, or was paid by another attempt: all of it returns. */
const sendBack = async (
  context: Context,
  fact: FactFields,
  attempt: AttemptRow,
  payment: PaymentRow,
): Promise<Result> => {
  const late = await move(context, 'payment_history', {
    ...paymentAt(payment),
    transition: 'returnLate',
    set: { claimed_fen: payment.amount_fen },
  })
  const reason = late ? 'late' : 'duplicate'
  context.emit(Payment.events.stray_received, { ...receivedOf(context, fact, attempt, payment), reason })
  await requestRefund(context, payment, attempt, {
    refundFen: payment.amount_fen,
    beforeFen: 0,
    reason,
    bizKey: `stray:${attempt.id}`,
  })
  return 'refunding_late'
}

const takeAndReturn = async (
  context: Context,
  fact: FactFields,
  attempt: AttemptRow,
  payment: PaymentRow,
) => {
  const set = { transaction_id: fact.transactionId, paid_at: fact.paidAt ?? context.now }
  const came = await move(context, 'payment_history', { ...attemptAt(attempt), transition: 'pay', set })
  return came ? sendBack(context, fact, attempt, payment) : 'already'
}

const act = async (
  context: Context,
  fact: FactFields,
  attempt: AttemptRow,
  payment: PaymentRow,
): Promise<{ result: Result } | No> => {
  const verdict = judgeFact(fact, attempt, payment)
  switch (verdict) {
    case 'pay':
      return { result: await takeMoney(context, fact, attempt, payment) }
    case 'refund_late':
    case 'refund_duplicate':
      return { result: await takeAndReturn(context, fact, attempt, payment) }
    case 'close':
      await move(context, 'payment_history', { ...attemptAt(attempt), transition: 'close' })
      return { result: 'noted' }
    case 'wait':
      await setAttemptAsk(context.tx, attempt.id, attempt.asks + 1, nextAskAt(context.now, attempt.asks + 1))
      return { result: 'noted' }
    case 'already':
      return { result: 'already' }
    case 'amount_mismatch':
    case 'merchant_mismatch':
    case 'contradiction':
      await suspect(context, verdict, fact.outTradeNo, fact)
      return context.outcome(verdict)
  }
}

export const recordFact: CommandHandler<typeof Payment.commands.recordFact, PaymentTables> = async (
  fact,
  context,
) => {
  const attempt = await attemptByNumber(context.tx, fact.outTradeNo)
  const payment = attempt === undefined ? undefined : await findPayment(context.tx, attempt.payment_id)
  if (attempt === undefined || payment === undefined) {
    await suspect(context, 'unknown_attempt', fact.outTradeNo, fact)
    return context.outcome('unknown_attempt')
  }
  return act(context, fact, attempt, payment)
}
