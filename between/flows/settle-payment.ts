/**
 * Asking silent channels, closing attempts, sending money back: an effect, then a command that records its
 * word.
 */
import type { FlowContext } from '@tiantou/platform'
import { flow } from '@tiantou/platform'
import { Payment } from '@tiantou/payment/contract'
import { Supplier } from '@tiantou/supplier/contract'
import {
  AskChannel,
  CloseAttempt,
  CloseAttempts,
  SendRefund,
  TellShipment,
} from './settle-payment.contract.ts'

export const askChannel = flow(AskChannel, async ({ attemptId }, { effect, tryStep, step }) => {
  const { word, fact } = await effect('ask', Payment.effects.askChannel, { attemptId })
  // The command judges the fact; a word that cannot be right is kept there for a person.
  if (word === 'ok' && fact !== undefined) await tryStep('note', Payment.commands.recordFact, fact)
  else await step('note', Payment.commands.recordSilence, { attemptId })
  return {}
})

type Closing = Pick<FlowContext<typeof CloseAttempt>, 'effect' | 'tryStep' | 'step'>

const closeOne = async ({ effect, tryStep, step }: Closing, attemptId: string): Promise<void> => {
  const { word, fact } = await effect(`close-${attemptId}`, Payment.effects.closeAtChannel, { attemptId })
  if (fact !== undefined) await tryStep(`note-${attemptId}`, Payment.commands.recordFact, fact)
  else if (word === 'closed') await step(`note-${attemptId}`, Payment.commands.recordClosed, { attemptId })
  else await step(`note-${attemptId}`, Payment.commands.recordSilence, { attemptId })
}

export const closeAttempt = flow(CloseAttempt, async ({ attemptId }, context) => {
  await closeOne(context, attemptId)
  return {}
})

export const closeAttempts = flow(CloseAttempts, async ({ orderId }, context) => {
  const { attemptIds } = await context.ask(Payment.queries.openAttempts, { orderId })
  for (const attemptId of attemptIds) await closeOne(context, attemptId)
  return {}
})

/** So long a refund waits at most for what suppliers were given of the payment to come back. */
const WAIT_FOR_SHARES_MS = 60_000

type Sending = Pick<FlowContext<typeof SendRefund>, 'ask' | 'now'>

/** Whether a refund waits: shares are asked back first, so that the money for it is there. */
const waitsForShares = async ({ ask, now }: Sending, refundId: string): Promise<boolean> => {
  const { refund } = await ask(Payment.queries.refundOfShared, { refundId })
  if (refund === null || now >= refund.requestedAt + WAIT_FOR_SHARES_MS) return false
  return (await ask(Supplier.queries.takingBack, { orderId: refund.orderId, refundId })).isUnderWay
}

export const sendRefund = flow(SendRefund, async ({ refundId }, { ask, now, effect, tryStep }) => {
  if (await waitsForShares({ ask, now }, refundId)) {
    await tryStep('wait', Payment.commands.waitRefund, { refundId })
    return {}
  }
  const word = await effect('refund', Payment.effects.refundAtChannel, { refundId })
  await tryStep('note', Payment.commands.recordRefund, word)
  return {}
})

export const tellShipment = flow(TellShipment, async ({ paymentId }, { effect, step }) => {
  const word = await effect('tell', Payment.effects.tellShipment, { paymentId })
  await step('note', Payment.commands.recordShipment, { paymentId, ...word })
  return {}
})
