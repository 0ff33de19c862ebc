/** The checker's word on a review arrives; while there is none it is asked again, and at last a person. */
import { move } from '@tiantou/platform'
import { Review } from '../contract.ts'
import { nextCheckAt } from '../rules.ts'
import { findReview, putOffCheck } from '../store/reviews.ts'
import { at, type Handler, HISTORY, publish, told } from './written.ts'

export const recordVerdict: Handler<'recordVerdict'> = async (word, context) => {
  const { tx, now, emit, refuse, settings } = context
  const { reviewId, tries, verdict, labels } = word
  const row = await findReview(tx, reviewId)
  if (row === undefined) return refuse('no_such_review')
  const asked = { ...row, tries }
  const found = labels.join(' ')
  const step = { ...at, id: reviewId, where: { tries }, note: found.slice(0, 200) }
  const moved = async (): Promise<boolean> => {
    if (verdict === 'pass') return publish(context, asked, 'pass', { set: { text_passed: 1 } })
    if (verdict === 'block') {
      const set = { labels: found, check_at: null }
      if (!(await move(context, HISTORY, { ...step, transition: 'block', set }))) return false
      emit(Review.events.rejected, told(row))
      return true
    }
    if (verdict === 'retry' && tries + 1 < settings.checkTries)
      return putOffCheck(tx, asked, nextCheckAt(now, tries))
    const why = { none: 'no_checker', retry: 'check_away', review: found }[verdict]
    const set = { labels: why, check_at: null }
    return move(context, HISTORY, { ...step, transition: 'ask', set })
  }
  return (await moved()) ? {} : refuse('wrong_state', { state: row.state })
}
