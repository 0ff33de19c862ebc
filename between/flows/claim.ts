/** Claims across modules. Sequences; what is decided is decided in module claim. */
import { Claim } from '@tiantou/claim/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Media } from '@tiantou/media/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { flow, undo } from '@tiantou/platform'
import { lotFacts, orderFacts } from '../claim-facts.ts'
import { HoldClaimedLot, OpenClaim, PayClaim, ResendClaim } from './claim.contract.ts'

export const openClaim = flow(OpenClaim, async (asked, { actor, ask, step }) => {
  const { orderId, photos } = asked
  const order = await orderFacts({ ask }, orderId, actor.id)
  const lots = await lotFacts({ ask }, orderId, order.lines)
  const { items } = await ask(Media.queries.pictures, { names: photos })
  const pictures = items.map(({ name, owner, purpose, state, look }) => ({
    name,
    owner,
    purpose,
    state,
    look,
  }))
  const opened = await step('open', Claim.commands.open, { ...asked, order, lots, pictures })
  await step('use', Media.commands.use, { names: photos })
  return opened
})

export const payClaim = flow(PayClaim, async ({ claimId }, { ask, step }) => {
  const { orderId, skuId, bizKey, fen, houseFen } = await ask(Claim.queries.payout, { claimId })
  const wanted = { orderId, refundFen: fen, reason: '坏果与售后赔付', bizKey }
  const { refundId, beforeFen } = await step('give-back', Payment.commands.giveBack, wanted)
  if (beforeFen !== null) {
    const lines = [{ skuId, fen, houseFen }]
    await step('say-for-what', Order.commands.recordReturn, { orderId, bizKey, beforeFen, lines })
  }
  await step('mark', Claim.commands.markPaying, { claimId, refundId })
  return {}
})

/** So long the stock is held before it counts as sold, which happens in the same commit. */
const HOLD_MS = 60_000

export const resendClaim = flow(ResendClaim, async ({ claimId }, { ask, step, tryStep, id, now }) => {
  const { orderId: ofOrderId, skuId, pieces } = await ask(Claim.queries.toResend, { claimId })
  const orderId = id('ord')
  const wanted = { orderId, expiresAt: now + HOLD_MS, lines: [{ skuId, pieces }] }
  const release = undo(Inventory.commands.release, { orderId })
  const held = await tryStep('hold', Inventory.commands.reserve, wanted, release)
  if (!held.ok) {
    await step('pay', Claim.commands.payInstead, { claimId })
    return {}
  }
  const back = undo(Claim.commands.noteResend, { orderId, pieces: 0 })
  await step('mark', Claim.commands.markResending, { claimId, orderId }, back)
  const placed = await tryStep('place', Order.commands.placeResend, { orderId, ofOrderId, skuId, pieces })
  if (!placed.ok) {
    await step('let-go', Inventory.commands.release, { orderId })
    await step('pay-after-all', Claim.commands.noteResend, { orderId, pieces: 0 })
    return {}
  }
  await step('sell', Inventory.commands.commit, { orderId })
  return {}
})

export const holdClaimedLot = flow(HoldClaimedLot, async ({ lotId, reason }, { step }) => {
  await step('end-alarm', Claim.commands.endAlarm, { lotId })
  await step('hold', Inventory.commands.holdLot, { lotId, reason })
  return {}
})
