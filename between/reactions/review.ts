/** What module review hears: its own reviews that wait for the checker. */
import { on, send } from '@tiantou/platform'
import { Review } from '@tiantou/review/contract'
import { CheckReview } from '../flows/review.contract.ts'

export const reviewReactions = [
  on(
    Review.events.submitted,
    'review.check',
    ({ reviewId, tries }) => send(CheckReview, { reviewId, tries }),
    ['review.wrong_state'],
  ),
]
