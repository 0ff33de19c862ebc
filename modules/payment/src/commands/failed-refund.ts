/**
 * A refund that waits or failed: asked for again, sent elsewhere by its channel, or sent by the bank and
 * confirmed by a second person.
 */
import { type CommandContext, type CommandHandler, move, unlessTaken } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { findAttempt, findRefund, setRefundAsk } from '../store.ts'
import { cameBack, nextAskAt } from '../rules.ts'
import type { PaymentTables, RefundRow } from '../tables.ts'
import { endRefund, refundAt } from './record-refund.ts'

type Commands = typeof Payment.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], PaymentTables>
type Context = Pick<CommandContext<Commands['retryRefund'], PaymentTables>, 'tx' | 'refuse'>

/** Why a refund did not move. */
const whyNot = async ({ tx, refuse }: Context, refundId: string) => {
  const refund = await findRefund(tx, refundId)
  return refund === undefined ? refuse('no_such_refund') : refuse('wrong_state', { state: refund.state })
}

/**
 * Asks again; of money that lies with us already the channel has nothing to send, and only the bank's number
 * is taken back. Refuses no_such_refund and wrong_state.
 */
export const retryRefund: Handler<'retryRefund'> = async ({ refundId }, context) => {
  const refund = await findRefund(context.tx, refundId)
  if (refund === undefined) return context.refuse('no_such_refund')
  const transition = cameBack(refund) ? 'takeBack' : 'retry'
  const set = { voucher: null, proposed_by: null }
  const where = { version: refund.version }
  const step = { ...refundAt(refundId), transition, set, where } as const
  if (!(await move(context, 'payment_history', step))) return whyNot(context, refundId)
  if (transition === 'takeBack') return {}
  // One asking more than before: each has its own key, and the last one was answered.
  await setRefundAsk(context.tx, refundId, refund.asks + 1, context.now)
  return {}
}

/**
 * Notes where a refund goes instead; the timer asks after it. Refuses no_such_refund, wrong_state and
 * not_at_channel.
 */
export const beginRedirect: CommandHandler<Commands['beginRedirect'], PaymentTables> = async (
  { refundId, to },
  context,
) => {
  const { tx, now, refuse } = context
  const set = { redirected_to: to }
  const moved = await move(context, 'payment_history', {
    ...refundAt(refundId),
    transition: 'redirect',
    set,
    note: to,
  })
  const refund = await findRefund(tx, refundId)
  if (refund === undefined) return refuse('no_such_refund')
  if (!moved) return refuse('wrong_state', { state: refund.state })
  if (refund.channel_refund_id === null) return refuse('not_at_channel')
  const asks = refund.asks + 1
  await setRefundAsk(tx, refundId, asks, nextAskAt(now, asks))
  return {}
}

const WAIT_MS = 5_000

/** Looks at it again in a moment. Refuses no_such_refund. */
export const waitRefund: CommandHandler<Commands['waitRefund'], PaymentTables> = async (
  { refundId },
  { tx, now, refuse },
) => {
  const refund = await findRefund(tx, refundId)
  if (refund === undefined) return refuse('no_such_refund')
  await setRefundAsk(tx, refundId, refund.asks + 1, now + WAIT_MS)
  return {}
}

/** Notes what was sent by hand. Refuses no_such_refund, wrong_state and voucher_taken. */
export const refundByHand: Handler<'refundByHand'> = async ({ refundId, voucher }, context) => {
  const set = { voucher, proposed_by: context.actor.id }
  let moved = false
  const noted = async () => {
    const step = { ...refundAt(refundId), transition: 'takeByHand', set, note: voucher } as const
    moved = await move(context, 'payment_history', step)
  }
  if (!(await unlessTaken(noted()))) return context.refuse('voucher_taken')
  return moved ? {} : whyNot(context, refundId)
}

/** The channel of a refund's money. */
const channelOf = async ({ tx }: Pick<Context, 'tx'>, refund: RefundRow) => {
  const attempt = await findAttempt(tx, refund.attempt_id)
  if (attempt === undefined) throw new Error(`There is no attempt ${refund.attempt_id}.`)
  return attempt.channel
}

/** Confirms what was sent by hand. Refuses no_such_refund, wrong_state, same_person and other_voucher. */
export const confirmByHand: Handler<'confirmByHand'> = async ({ refundId, voucher }, context) => {
  const { refuse, actor, now } = context
  const refund = await findRefund(context.tx, refundId)
  if (refund === undefined) return refuse('no_such_refund')
  if (refund.state !== 'by_hand') return refuse('wrong_state', { state: refund.state })
  if (refund.proposed_by === actor.id) return refuse('same_person')
  if (refund.voucher !== voucher) return refuse('other_voucher')
  const channel = await channelOf(context, refund)
  // Moves only what still stands as it was read: a channel may have spoken meanwhile.
  const done = await endRefund(context, refund, { channel, finishedAt: now, byHand: voucher })
  return done ? {} : refuse('wrong_state', { state: refund.state })
}
