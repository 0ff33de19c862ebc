/** Pay: opens, or opens again, a channel's cashier for a payment of the caller. */
import { Payment } from '@tiantou/payment/contract'
import { flow } from '@tiantou/platform'
import { Pay } from './checkout.contract.ts'
import { payerOf } from './payer.ts'

export const pay = flow(Pay, async (input, context) => {
  const { actor, clientIp, step, effect, refuse } = context
  const payer = await payerOf(context, input)
  if (payer === null) return refuse('wechat_needed')
  const { attemptId, ticket } = await step('begin-attempt', Payment.commands.beginAttempt, {
    ...input,
    ...payer,
    userId: actor.id,
    clientIp,
  })
  if (ticket !== null) return { ticket }
  const answer = await effect('ask-channel', Payment.effects.startAtChannel, { attemptId })
  return step('note-answer', Payment.commands.recordStart, { attemptId, ...answer })
})
