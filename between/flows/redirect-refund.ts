/**
 * Sends a refund elsewhere that its channel could not bring home (R9). The card is handed on to the channel
 * and kept nowhere; where no answer came, the timer of refunds asks what became of it.
 */
import { flow } from '@tiantou/platform'
import { Payment } from '@tiantou/payment/contract'
import { RedirectRefund } from './redirect-refund.contract.ts'

export const redirectRefund = flow(RedirectRefund, async ({ refundId, card }, context) => {
  const { effect, step, tryStep, refuse } = context
  const { offered } = await effect('offered', Payment.effects.redirectOffered, { refundId })
  if (!offered) return refuse('not_offered')
  await step('begin', Payment.commands.beginRedirect, { refundId, to: card === null ? 'merchant' : 'card' })
  const word = await effect('redirect', Payment.effects.redirectAtChannel, { refundId, card })
  const noted = await tryStep('note', Payment.commands.recordRefund, word)
  // A word that cannot be right is kept for a person, and the refund is on its way as far as anybody knows.
  return { state: noted.ok ? noted.value.state : 'processing', code: word.code ?? '' }
})
