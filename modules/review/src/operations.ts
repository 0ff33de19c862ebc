/** What module review does, command by command. Spread into the contract. */
import { Id, Nothing, Obj, OneOf, Readable, Text, Type } from '@tiantou/kernel'
import { asked, Checked, HideWhy, Lots, OrderFacts, PhotoFacts, Photos } from './shapes.ts'
import { ReviewStateWord, Words } from './shapes.ts'

const moderate = { permission: 'review.moderate' } as const
export const ReviewRef = Obj({ reviewId: Id('rev') })
export const no_such_review = { status: 404, doc: 'No review of that id, or not the caller’s.' }
const wrong_state = {
  status: 409,
  doc: 'The review is not in a state for it.',
  data: Obj({ state: ReviewStateWord }),
}

/** Why a line cannot be reviewed. */
export const lineRefusals = {
  no_such_line: { status: 404, doc: 'The order has no such line.' },
  not_delivered: { status: 409, doc: 'The goods have not arrived yet.' },
  refunded: { status: 409, doc: 'The line was called off, or its money went back.' },
  window_over: { status: 409, doc: 'The time to review it is over.' },
  already_reviewed: { status: 409, doc: 'The line has its review.' },
}

/** Why a review cannot be followed up. */
export const followUpRefusals = {
  no_such_review,
  not_published: { status: 409, doc: 'Only a published review can be followed up.' },
  window_over: lineRefusals.window_over,
  already_followed_up: { status: 409, doc: 'There is a follow-up.' },
}

const content = {
  text_blocked: { status: 422, doc: 'The words may not be published; nothing was kept.' },
  no_such_photo: { status: 422, doc: 'A photograph is not there, not the caller’s, or not for a review.' },
}

const Written = Obj({ reviewId: Id('rev'), state: OneOf('checking', 'in_review', 'published') })
const said = { text: Words, photos: Photos }
const told = { pictures: PhotoFacts, checked: Checked }

export const reviewCommands = {
  submit: {
    doc: 'Keeps a review of a line, or anew a rejected one; with nothing left to check it is published.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      order: OrderFacts,
      lots: Lots,
      /** As its owner wrote it; what is kept is masked. */
      nickname: Text(20, 0),
      ...told,
      ...asked,
    }),
    output: Written,
    refusals: { ...lineRefusals, ...content },
  },
  followUp: {
    doc: 'Adds words or photographs to a published review, once.',
    who: 'system',
    input: Obj({ reviewId: Id('rev'), userId: Id('usr'), ...told, ...said }),
    output: Written,
    refusals: {
      ...followUpRefusals,
      ...content,
      nothing_said: { status: 422, doc: 'A follow-up has words or a photograph.' },
    },
  },
  recordVerdict: {
    doc: 'Notes the checker’s word; without one it is asked again, or at last a person.',
    who: 'system',
    input: Obj({ reviewId: Id('rev'), tries: Type.Integer({ minimum: 0 }), ...Checked.properties }),
    output: Nothing,
    refusals: { no_such_review, wrong_state },
  },
  approve: {
    doc: 'A person publishes a review, one that the checker blocked too.',
    who: moderate,
    route: { method: 'POST', path: '/staff/reviews/:reviewId/approve' },
    input: ReviewRef,
    output: Nothing,
    refusals: { no_such_review, wrong_state },
  },
  reject: {
    doc: 'A person does not publish a review; its author reads why, and may write it anew.',
    who: moderate,
    route: { method: 'POST', path: '/staff/reviews/:reviewId/reject' },
    input: Obj({ reviewId: Id('rev'), reason: Readable(200) }),
    output: Nothing,
    refusals: { no_such_review, wrong_state },
  },
  hide: {
    doc: 'Takes a published review from sight, for one of few reasons; few stars are none.',
    who: moderate,
    route: { method: 'POST', path: '/staff/reviews/:reviewId/hide' },
    input: Obj({ reviewId: Id('rev'), why: HideWhy, reason: Readable(180) }),
    output: Nothing,
    refusals: { no_such_review, wrong_state },
  },
  restore: {
    doc: 'Shows a hidden review again.',
    who: moderate,
    route: { method: 'POST', path: '/staff/reviews/:reviewId/restore' },
    input: Obj({ reviewId: Id('rev'), reason: Readable(200) }),
    output: Nothing,
    refusals: { no_such_review, wrong_state },
  },
  reply: {
    doc: 'Answers a published review in the name of the shop; a second answer takes the place of the first.',
    who: { permission: 'review.reply' },
    route: { method: 'POST', path: '/staff/reviews/:reviewId/reply' },
    input: Obj({ reviewId: Id('rev'), text: Readable(300) }),
    output: Nothing,
    refusals: { no_such_review, wrong_state },
  },
  replyAsSupplier: {
    doc: 'The supplier of the goods answers a published review, in words that the checker let pass.',
    who: 'system',
    input: Obj({
      reviewId: Id('rev'),
      supplierId: Id('sup'),
      by: Text(80),
      text: Readable(300),
      checked: Checked,
    }),
    output: Nothing,
    refusals: {
      no_such_review,
      wrong_state,
      text_blocked: content.text_blocked,
      not_checked: { status: 503, doc: 'No checker has judged the words; staff can answer in their place.' },
    },
  },
  withdraw: {
    doc: 'Its author takes a review back for good; a follow-up goes with it.',
    who: 'user',
    route: { method: 'POST', path: '/reviews/:reviewId/withdraw' },
    input: ReviewRef,
    output: Nothing,
    refusals: { no_such_review, wrong_state },
  },
  eraseUser: {
    doc: 'Forgets whose reviews these are, their words and photographs; stars and lots stay.',
    who: 'system',
    input: Obj({ userId: Id('usr') }),
    output: Nothing,
  },
} as const
