/** What reviews need across modules: the order and its lots, photographs, the author's name, the checker. */
import { declareFlow, Id, Nothing, Obj, passOn, Readable, Type } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'
import { asked, Photos, Review, Words } from '@tiantou/review/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'

/** POST /orders/:orderId/reviews */
export const SubmitReview = declareFlow('submit-review', {
  doc: 'The caller reviews a line of an order that arrived; with nothing to check it is published at once.',
  who: 'user',
  route: { method: 'POST', path: '/orders/:orderId/reviews' },
  input: Obj({ orderId: Id('ord'), ...asked }),
  output: Review.commands.submit.output,
  refusals: passOn(
    Order.queries.claimable,
    User.queries.me,
    Review.queries.maySubmit,
    Review.commands.submit,
  ),
})

/** POST /reviews/:reviewId/follow-up */
export const FollowUpReview = declareFlow('follow-up-review', {
  doc: 'The caller adds words or photographs to a review, once.',
  who: 'user',
  route: { method: 'POST', path: '/reviews/:reviewId/follow-up' },
  input: Obj({ reviewId: Id('rev'), text: Words, photos: Photos }),
  output: Review.commands.followUp.output,
  refusals: passOn(Review.queries.mayFollowUp, Review.commands.followUp),
})

export const CheckReview = declareFlow('check-review', {
  doc: 'Asks the checker about a review and notes its word.',
  who: 'system',
  input: Obj({ reviewId: Id('rev'), tries: Type.Integer() }),
  output: Nothing,
  refusals: passOn(Review.commands.recordVerdict),
})

/** POST /supplier/reviews/:reviewId/reply */
export const ReplyAsSupplier = declareFlow('reply-as-supplier', {
  doc: 'The caller’s supplier answers a review of its goods; the words are checked first.',
  who: 'user',
  route: { method: 'POST', path: '/supplier/reviews/:reviewId/reply' },
  input: Obj({ reviewId: Id('rev'), text: Readable(300) }),
  output: Nothing,
  refusals: passOn(Supplier.queries.mine, Review.commands.replyAsSupplier),
})
