/**
 * Opening a channel's cashier for an attempt that is noted (R9): ask the channel with our number, note its
 * answer.
 */
import { Payment } from '@tiantou/payment/contract'
import type { FlowContext } from '@tiantou/platform'
import type { Checkout } from './checkout.contract.ts'

type Context = Pick<FlowContext<typeof Checkout>, 'tryStep' | 'effect'>

/** Starts an attempt and tells how it went; never refuses, because what went before it stands. */
export const startAttempt = async ({ effect, tryStep }: Context, attemptId: string) => {
  const answer = await effect('ask-channel', Payment.effects.startAtChannel, { attemptId })
  const started = await tryStep('note-answer', Payment.commands.recordStart, { attemptId, ...answer })
  if (started.ok) return { state: 'started' as const, ticket: started.value.ticket }
  const state = started.code === 'payment.declined' ? ('declined' as const) : ('channel_away' as const)
  return { state, ticket: null }
}
