/** What becomes of something that was just written: published, looked at by a person, or checked first. */
import type { InputOf } from '@tiantou/kernel'
import { type CommandHandler, move, recordHistory } from '@tiantou/platform'
import { Review } from '../contract.ts'
import { nextCheckAt } from '../rules.ts'
import type { ReviewSettings } from '../settings.ts'
import type { CheckedWord, Pictures } from '../shapes.ts'
import { reviewState } from '../states.ts'
import { addPhotos, insertReview } from '../store/reviews.ts'
import { countReview } from '../store/summaries.ts'
import type { ReviewRow, ReviewTables } from '../tables.ts'

type Commands = typeof Review.commands
export type Handler<N extends keyof Commands> = CommandHandler<Commands[N], ReviewTables, ReviewSettings>
/** What every command of this module has. */
export type Context = Omit<Parameters<Handler<'approve'>>[1], 'refuse' | 'outcome'>

export const HISTORY = 'review_history'
export const at = { machine: reviewState, table: 'review_review', column: 'state' } as const

export const told = ({ id: reviewId, product_id: productId }: ReviewRow) => ({ reviewId, productId })

interface Step {
  readonly set?: Readonly<Record<string, unknown>>
  readonly note?: string
}

/**
 * Shows a review to everybody and counts it; false where it stands elsewhere, or was rewritten since it was
 * read.
 */
export const publish = async (
  context: Context,
  row: ReviewRow,
  transition: 'pass' | 'approve' | 'restore',
  { set = {}, note = '' }: Step = {},
): Promise<boolean> => {
  const { tx, now, emit } = context
  const shown = { published_at: row.published_at ?? now, check_at: null, ...set }
  const where = { tries: row.tries }
  if (!(await move(context, HISTORY, { ...at, transition, id: row.id, set: shown, where, note })))
    return false
  const { kind, sku_id: skuId, supplier_id: supplierId, user_id: userId } = row
  if (kind === 'first') await countReview(tx, row, 1)
  const goods = kind === 'first' ? row.goods : null
  emit(Review.events.published, { ...told(row), skuId, supplierId, userId, kind, goods })
  return true
}

/** Whether all of these photographs are the author's own, for a review, and ready. */
export const areOwn = (photos: readonly string[], pictures: Pictures, userId: string): boolean =>
  photos.every((name) =>
    pictures.some(
      (one) =>
        one.name === name &&
        one.owner === `user:${userId}` &&
        one.purpose === 'review' &&
        one.state === 'ready',
    ),
  )

/** When the checker is asked; null where nothing is left to ask. */
export const checkAtOf = (verdict: CheckedWord['verdict'], photos: number, now: number): number | null => {
  if (verdict === 'retry') return nextCheckAt(now, 0)
  return verdict === 'pass' && photos > 0 ? now : null
}

/** Brings a review that stands at `checking` on from there, by what is known of its words. */
export const goOn = async (
  context: Context,
  row: ReviewRow,
  { verdict, labels }: CheckedWord,
): Promise<'checking' | 'in_review' | 'published'> => {
  if (row.check_at !== null) {
    context.emit(Review.events.submitted, { ...told(row), tries: row.tries })
    return 'checking'
  }
  if (verdict === 'pass') {
    await publish(context, row, 'pass')
    return 'published'
  }
  const found = verdict === 'none' ? 'no_checker' : labels.join(' ')
  await move(context, HISTORY, { ...at, transition: 'ask', id: row.id, set: { labels: found } })
  return 'in_review'
}

/** Keeps something new; undefined where the line has one of its kind. */
export const keep = async (
  context: Context,
  row: ReviewRow,
  photos: readonly string[],
  checked: CheckedWord,
): Promise<Awaited<ReturnType<typeof goOn>> | undefined> => {
  if (!(await insertReview(context.tx, row))) return undefined
  await addPhotos(context.tx, row.id, photos)
  const birth = { subject_id: row.id, axis: 'state', transition: 'submit', to_state: row.state, note: '' }
  await recordHistory(context, HISTORY, birth)
  return goOn(context, row, checked)
}

/** The fields that whatever was just written has in common. */
export const freshRow = (
  { text, photos, checked }: Pick<InputOf<Commands['followUp']>, 'text' | 'photos' | 'checked'>,
  now: number,
) => ({
  text,
  photos: photos.length,
  state: reviewState.initial,
  text_passed: Number(checked.verdict === 'pass'),
  labels: '',
  check_at: checkAtOf(checked.verdict, photos.length, now),
  reason: '',
  moderated_by: '',
  moderated_at: null,
  reply: '',
  replied_by: '',
  replied_at: null,
  submitted_at: now,
  published_at: null,
})
