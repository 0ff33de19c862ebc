/** What an author does with what he wrote: takes it back, or is erased with all of it. */
import { move } from '@tiantou/platform'
import { Review } from '../contract.ts'
import { allOfUser, findReview, forgetAuthor, removePhotos, reviewsOfOrder } from '../store/reviews.ts'
import { countPicturedOut, countReview } from '../store/summaries.ts'
import { at, type Handler, HISTORY, told } from './written.ts'

export const withdraw: Handler<'withdraw'> = async ({ reviewId }, context) => {
  const { tx, actor, emit, refuse } = context
  const row = await findReview(tx, reviewId, actor.id)
  if (row === undefined) return refuse('no_such_review')
  // The state is part of what was judged: only what was counted in is counted out.
  const where = { state: row.state }
  const set = { check_at: null }
  if (!(await move(context, HISTORY, { ...at, transition: 'withdraw', id: reviewId, set, where })))
    return refuse('wrong_state', { state: row.state })
  if (row.kind === 'first') {
    if (row.state === 'published') await countReview(tx, row, -1)
    const all = await reviewsOfOrder(tx, row.order_id)
    const more = all.find((one) => one.kind === 'follow_up' && one.sku_id === row.sku_id)
    if (more !== undefined) await move(context, HISTORY, { ...at, transition: 'withdraw', id: more.id, set })
  }
  emit(Review.events.withdrawn, told(row))
  return {}
}

const unseen: readonly string[] = ['checking', 'in_review', 'rejected']

/** What nobody may read yet is taken back; of what is published the stars stay, and count. */
export const eraseUser: Handler<'eraseUser'> = async ({ userId }, context) => {
  const { tx, emit } = context
  const rows = await allOfUser(tx, userId)
  for (const row of rows) {
    const step = { id: row.id, set: { check_at: null } }
    if (unseen.includes(row.state)) await move(context, HISTORY, { ...at, ...step, transition: 'withdraw' })
    const counted = row.kind === 'first' && row.state === 'published'
    if (counted && row.photos > 0) await countPicturedOut(tx, row.product_id)
    emit(Review.events.withdrawn, told(row))
  }
  await removePhotos(
    tx,
    rows.map((row) => row.id),
  )
  await forgetAuthor(tx, userId)
  return {}
}
