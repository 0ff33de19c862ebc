/** Pay: opens, or opens again, a channel's cashier for a payment of the caller. */
import { Payment } from '@tiantou/payment/contract'
import { flow } from '@tiantou/platform'
import { Pay } from './checkout.contract.ts'

export const pay = flow(Pay, async (input, { actor, clientIp, step, effect }) => {
  const { attemptId, ticket } = await step('begin-attempt', Payment.commands.beginAttempt, {
    ...input,
    userId: actor.id,
    clientIp,
  })
  if (ticket !== null) return { ticket }
  const answer = await effect('ask-channel', Payment.effects.startAtChannel, { attemptId })
  return step('note-answer', Payment.commands.recordStart, { attemptId, ...answer })
})
