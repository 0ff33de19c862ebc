/** People judge reviews: publish, reject, hide and show again, each with who and why; and answer them. */
import { actorKey } from '@tiantou/kernel'
import { move } from '@tiantou/platform'
import { Review } from '../contract.ts'
import { findReview, setReply } from '../store/reviews.ts'
import { countReview } from '../store/summaries.ts'
import type { ReviewRow } from '../tables.ts'
import { at, type Context, type Handler, HISTORY, publish, told } from './written.ts'

const by = ({ actor, now }: Pick<Context, 'actor' | 'now'>) => ({
  moderated_by: actorKey(actor),
  moderated_at: now,
})

export const approve: Handler<'approve'> = async ({ reviewId }, context) => {
  const row = await findReview(context.tx, reviewId)
  if (row === undefined) return context.refuse('no_such_review')
  const set = { ...by(context), reason: '' }
  return (await publish(context, row, 'approve', { set }))
    ? {}
    : context.refuse('wrong_state', { state: row.state })
}

export const reject: Handler<'reject'> = async ({ reviewId, reason }, context) => {
  const row = await findReview(context.tx, reviewId)
  if (row === undefined) return context.refuse('no_such_review')
  const step = { ...at, id: reviewId, set: { ...by(context), reason }, note: reason }
  if (!(await move(context, HISTORY, { ...step, transition: 'reject' })))
    return context.refuse('wrong_state', { state: row.state })
  context.emit(Review.events.rejected, told(row))
  return {}
}

export const hide: Handler<'hide'> = async ({ reviewId, why, reason }, context) => {
  const { tx, emit, refuse } = context
  const row = await findReview(tx, reviewId)
  if (row === undefined) return refuse('no_such_review')
  const step = { id: reviewId, set: { ...by(context), reason }, note: `${why}: ${reason}` }
  if (!(await move(context, HISTORY, { ...at, ...step, transition: 'hide' })))
    return refuse('wrong_state', { state: row.state })
  if (row.kind === 'first') await countReview(tx, row, -1)
  emit(Review.events.hidden, { ...told(row), why })
  return {}
}

export const restore: Handler<'restore'> = async ({ reviewId, reason }, context) => {
  const row = await findReview(context.tx, reviewId)
  if (row === undefined) return context.refuse('no_such_review')
  const step = { set: { ...by(context), reason: '' }, note: reason }
  return (await publish(context, row, 'restore', step))
    ? {}
    : context.refuse('wrong_state', { state: row.state })
}

/** Puts an answer under a review; false where it is not published. */
const answer = async ({ tx, now, emit }: Context, row: ReviewRow, text: string, who: string) => {
  const given = { reply: text, replied_by: who, replied_at: now }
  if (!(await setReply(tx, row.id, given))) return false
  emit(Review.events.replied, told(row))
  return true
}

export const reply: Handler<'reply'> = async ({ reviewId, text }, context) => {
  const { tx, actor, refuse } = context
  const row = await findReview(tx, reviewId)
  if (row === undefined || row.kind !== 'first') return refuse('no_such_review')
  if (!(await answer(context, row, text, actorKey(actor)))) return refuse('wrong_state', { state: row.state })
  return {}
}

/** Of another's goods nobody answers; nor in words that nobody has judged. */
export const replyAsSupplier: Handler<'replyAsSupplier'> = async (asked, context) => {
  const { reviewId, supplierId, by: who, text, checked } = asked
  const { tx, refuse } = context
  const row = await findReview(tx, reviewId)
  if (row === undefined || row.kind !== 'first' || row.supplier_id !== supplierId)
    return refuse('no_such_review')
  if (checked.verdict === 'block') return refuse('text_blocked')
  if (checked.verdict !== 'pass') return refuse('not_checked')
  if (!(await answer(context, row, text, who))) return refuse('wrong_state', { state: row.state })
  return {}
}
