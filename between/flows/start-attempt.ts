/**
 * Opening a channel's cashier in three moves (R9): note the intent, ask the channel with our number, note its
 * answer.
 */
import type { InputOf } from '@tiantou/kernel'
import { Payment } from '@tiantou/payment/contract'
import type { FlowContext } from '@tiantou/platform'
import type { Checkout, Pay } from './checkout.contract.ts'

type Context = Pick<FlowContext<typeof Checkout> | FlowContext<typeof Pay>, 'tryStep' | 'effect' | 'clientIp'>

type Wanted = Omit<InputOf<typeof Payment.commands.beginAttempt>, 'clientIp'>

/** Starts an attempt and tells how it went; never refuses, because what went before it stands. */
export const startAttempt = async (context: Context, wanted: Wanted) => {
  const input = { ...wanted, clientIp: context.clientIp }
  const begun = await context.tryStep('begin-attempt', Payment.commands.beginAttempt, input)
  if (!begun.ok) return { state: 'declined' as const, ticket: null }
  const { attemptId, ticket } = begun.value
  if (ticket !== null) return { state: 'started' as const, ticket }
  const answer = await context.effect('ask-channel', Payment.effects.startAtChannel, { attemptId })
  const started = await context.tryStep('note-answer', Payment.commands.recordStart, { attemptId, ...answer })
  if (started.ok) return { state: 'started' as const, ticket: started.value.ticket }
  return {
    state: started.code === 'payment.declined' ? ('declined' as const) : ('channel_away' as const),
    ticket: null,
  }
}
