/** Pay: which channels there are, and opening, or opening again, the cashier of one for a payment. */
import { Payment } from '@tiantou/payment/contract'
import { flow } from '@tiantou/platform'
import { Pay, PayWays } from './checkout.contract.ts'
import { payerOf } from './payer.ts'

export const payWays = flow(PayWays, (_input, { effect }) =>
  effect('channels', Payment.effects.channelsOffered, {}),
)

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
