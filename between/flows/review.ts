/** Reviews across modules, and the timer that asks the checker again. Decided is in module review. */
import { actorKey } from '@tiantou/kernel'
import { Media } from '@tiantou/media/contract'
import { type CrossJob, flow } from '@tiantou/platform'
import { Review } from '@tiantou/review/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'
import { each } from '../each.ts'
import { boughtFacts, harvestFacts, pictureFacts } from '../review-facts.ts'
import { CheckReview, FollowUpReview, ReplyAsSupplier, SubmitReview } from './review.contract.ts'

/** Words are checked while their author waits, who can then change them; photographs afterwards. */
export const submitReview = flow(SubmitReview, async (asked, { actor, ask, step, effect }) => {
  const { orderId, skuId, text, photos } = asked
  const order = await boughtFacts({ ask }, orderId, actor.id)
  await ask(Review.queries.maySubmit, { orderId, order, skuId })
  const lots = await harvestFacts({ ask }, orderId, skuId)
  const pictures = await pictureFacts({ ask }, photos)
  const { nickname } = await ask(User.queries.me, {})
  const checked = await effect('check-text', Review.effects.checkText, { text })
  const facts = { order, lots, pictures, nickname: nickname ?? '', checked }
  const written = await step('submit', Review.commands.submit, { ...asked, ...facts })
  await step('use', Media.commands.use, { names: photos })
  return written
})

export const followUpReview = flow(FollowUpReview, async (asked, { actor, ask, step, effect }) => {
  const { reviewId, text, photos } = asked
  await ask(Review.queries.mayFollowUp, { reviewId, userId: actor.id })
  const pictures = await pictureFacts({ ask }, photos)
  const checked = await effect('check-text', Review.effects.checkText, { text })
  const facts = { userId: actor.id, pictures, checked }
  const written = await step('follow-up', Review.commands.followUp, { ...asked, ...facts })
  await step('use', Media.commands.use, { names: photos })
  return written
})

export const replyAsSupplier = flow(ReplyAsSupplier, async ({ reviewId, text }, context) => {
  const { actor, ask, step, effect } = context
  const { supplierId } = await ask(Supplier.queries.mine, {})
  const checked = await effect('check-text', Review.effects.checkText, { text })
  const answer = { reviewId, supplierId, by: actorKey(actor), text, checked }
  return step('reply', Review.commands.replyAsSupplier, answer)
})

export const checkReview = flow(CheckReview, async ({ reviewId, tries }, { step, effect }) => {
  const word = await effect('check', Review.effects.check, { reviewId })
  await step('record', Review.commands.recordVerdict, { reviewId, tries, ...word })
  return {}
})

const BITE = 50

/** What got no answer, or was never asked because a process died. */
export const checkReviews: CrossJob = {
  name: 'review.check',
  every_s: 30,
  run: async ({ ask, run }) => {
    const { items } = await ask(Review.queries.toCheck, { limit: BITE })
    await each(items, (one) => run(CheckReview, one, `${one.reviewId}:${one.tries}`))
  },
}
