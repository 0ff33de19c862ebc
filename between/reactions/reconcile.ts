/** What module reconcile hears: money that our books learn of when its day was compared already. */
import { Payment } from '@tiantou/payment/contract'
import { on, type ReactionContext, type Sending, send } from '@tiantou/platform'
import { Reconcile } from '@tiantou/reconcile/contract'

interface Moved {
  readonly channel: string
  readonly at: number
  /** Of the attempt, or of the refund. */
  readonly tradeId: string
}

const noteLate = async (
  { channel, at, tradeId }: Moved,
  { ask }: ReactionContext,
): Promise<Sending | null> => {
  if (channel !== 'wechat-pay' && channel !== 'alipay') return null
  const { isCompared } = await ask(Reconcile.queries.isCompared, { channel, at })
  if (!isCompared) return null
  const { trade } = await ask(Payment.queries.trade, { tradeId })
  return trade === null ? null : send(Reconcile.commands.noteLate, { channel, ...trade })
}

const { events } = Payment

export const reconcileReactions = [
  on(events.paid, 'reconcile.note-late-payment', ({ channel, paidAt: at, attemptId: tradeId }, context) =>
    noteLate({ channel, at, tradeId }, context),
  ),
  on(
    events.stray_received,
    'reconcile.note-late-stray',
    ({ channel, paidAt: at, attemptId: tradeId }, context) => noteLate({ channel, at, tradeId }, context),
  ),
  on(
    events.refunded,
    'reconcile.note-late-refund',
    ({ channel, refundedAt: at, refundId: tradeId, byHand = false }, context) =>
      byHand ? null : noteLate({ channel, at, tradeId }, context),
  ),
]
