/**
 * What module review offers (评价): what buyers say of goods that they received, by the lots these came from;
 * checked before anybody reads it, counted by product.
 */
import { defineContract, Id, Nullable, Obj, OneOf, PageInput, PageOf, Time, Type } from '@tiantou/kernel'
import { followUpRefusals, lineRefusals, no_such_review, reviewCommands, ReviewRef } from './operations.ts'
import { BANDS, Checked, HideWhy, OrderFacts, OwnReview, ReviewStateWord } from './shapes.ts'
import { Score, ShownReview, SoldReview, StaffReview, Summary, Words } from './shapes.ts'

export { asked, Photos, Score, ShownReview, SoldReview, OwnReview, Summary, Words } from './shapes.ts'

const told = { reviewId: Id('rev'), productId: Id('prd') }
const Told = Obj(told)
const moderate = { permission: 'review.moderate' } as const
const Page = { limit: PageInput.limit, cursor: Type.Optional(Id('rev')) }

/** What of the reviews of a product is wanted, and what first. */
export const shownInput = {
  productId: Id('prd'),
  limit: PageInput.limit,
  cursor: PageInput.cursor,
  /** `helpful`: with the most to see and to read first. */
  sort: Type.Optional(OneOf('new', 'helpful')),
  only: Type.Optional(OneOf('pictured', ...BANDS)),
  lotId: Type.Optional(Id('lot')),
}

/** A line of an order, and what its buyer can say of it now. */
export const ReviewableLine = Obj({
  skuId: Id('sku'),
  title: Type.String(),
  spec: Type.String(),
  image: Type.String(),
  /** `rewrite`: what was rejected, anew. */
  may: Nullable(OneOf('review', 'rewrite', 'follow_up')),
  /** Until when; null where nothing can be said. */
  until: Nullable(Time),
  review: Nullable(OwnReview),
  followUp: Nullable(OwnReview),
})

export const Review = defineContract('review', {
  doc: 'Reviews by people who bought and received the goods, with photographs, by lot.',
  permissions: { 'review.moderate': '审核评价', 'review.reply': '回复评价' },
  commands: reviewCommands,
  queries: {
    reviewable: {
      doc: 'Of each line of an order what its buyer can say of it now, and what he has said.',
      who: 'system',
      input: Obj({ orderId: Id('ord'), order: OrderFacts }),
      output: Obj({ lines: Type.Array(ReviewableLine) }),
    },
    maySubmit: {
      doc: 'Refuses what submit would refuse of a line, before anybody is asked about words.',
      who: 'system',
      input: Obj({ orderId: Id('ord'), order: OrderFacts, skuId: Id('sku') }),
      output: Obj({}),
      refusals: lineRefusals,
    },
    mayFollowUp: {
      doc: 'Refuses what followUp would refuse of a review.',
      who: 'system',
      input: Obj({ reviewId: Id('rev'), userId: Id('usr') }),
      output: Obj({}),
      refusals: followUpRefusals,
    },
    shown: {
      doc: 'Published reviews of a product with their follow-ups, and all of them in numbers.',
      who: 'system',
      input: Obj(shownInput),
      output: Obj({ summary: Summary, items: Type.Array(ShownReview), next: Nullable(Type.String()) }),
    },
    mine: {
      doc: 'The caller’s reviews, newest first.',
      who: 'user',
      input: Obj(Page),
      output: PageOf(OwnReview),
    },
    staffList: {
      doc: 'Reviews in one state, oldest first.',
      who: moderate,
      route: { method: 'GET', path: '/staff/reviews' },
      input: Obj({ ...Page, state: ReviewStateWord }),
      output: PageOf(StaffReview),
    },
    staffGet: {
      doc: 'One review whole.',
      who: moderate,
      route: { method: 'GET', path: '/staff/reviews/:reviewId' },
      input: ReviewRef,
      output: StaffReview,
      refusals: { no_such_review },
    },
    ofLot: {
      doc: 'What was said of goods of one lot, in every state, newest first; for inspectors.',
      who: moderate,
      route: { method: 'GET', path: '/staff/lots/:lotId/reviews' },
      input: Obj({ ...Page, lotId: Id('lot') }),
      output: PageOf(StaffReview),
    },
    ofSupplier: {
      doc: 'Published reviews of what a supplier sold, newest first; of one lot where one is named.',
      who: 'system',
      input: Obj({ ...Page, supplierId: Id('sup'), lotId: Type.Optional(Id('lot')) }),
      output: PageOf(SoldReview),
    },
    toCheck: {
      doc: 'Reviews of which the checker’s word is due.',
      who: 'system',
      input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 200 }) }),
      output: Obj({ items: Type.Array(Obj({ reviewId: Id('rev'), tries: Type.Integer() })) }),
    },
    ofUser: {
      doc: 'A shopper’s reviews, for an export of their data.',
      who: 'system',
      input: Obj({ userId: Id('usr') }),
      output: Obj({ reviews: Type.Array(OwnReview) }),
    },
  },
  effects: {
    checkText: {
      doc: 'Asks the checker about words; empty ones pass.',
      who: 'system',
      input: Obj({ text: Words }),
      output: Checked,
    },
    check: {
      doc: 'Asks the checker about what it has not judged yet of a review.',
      who: 'system',
      input: ReviewRef,
      output: Checked,
    },
  },
  events: {
    submitted: {
      doc: 'A review is written and waits for the checker.',
      version: 1,
      payload: Obj({ ...told, tries: Type.Integer() }),
    },
    published: {
      doc: 'Anybody can read a review from now on.',
      version: 1,
      payload: Obj({
        ...told,
        skuId: Id('sku'),
        supplierId: Nullable(Id('sup')),
        userId: Nullable(Id('usr')),
        kind: OneOf('first', 'follow_up'),
        /** Stars for the goods; null of a follow-up. */
        goods: Nullable(Score),
      }),
    },
    rejected: { doc: 'A review is not published, by the checker or a person.', version: 1, payload: Told },
    hidden: {
      doc: 'A published review is taken from sight.',
      version: 1,
      payload: Obj({ ...told, why: HideWhy }),
    },
    replied: { doc: 'The shop answered a review.', version: 1, payload: Told },
    withdrawn: { doc: 'A review is taken back, or its author is erased.', version: 1, payload: Told },
  },
})
