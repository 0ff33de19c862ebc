/** A buyer reviews a line, and later may add to it, once; what was rejected of either he writes anew. */
import type { InputOf } from '@tiantou/kernel'
import { move } from '@tiantou/platform'
import type { Review } from '../contract.ts'
import { bandOf, followUpUntil, lineNo, maskName, weightOf } from '../rules.ts'
import type { Line } from '../shapes.ts'
import { addLots, addPhotos, findReview, removePhotos, reviewsOfOrder } from '../store/reviews.ts'
import type { ReviewRow } from '../tables.ts'
import { areOwn, at, type Context, freshRow, goOn, type Handler, HISTORY, keep } from './written.ts'

type Submit = InputOf<typeof Review.commands.submit>

const rowOf = (asked: Submit, line: Line, now: number, id: string): ReviewRow => ({
  id,
  kind: 'first',
  order_id: asked.orderId,
  sku_id: line.skuId,
  product_id: line.productId,
  supplier_id: line.supplierId,
  user_id: asked.order.userId,
  title: line.title,
  spec: line.spec,
  image: line.image,
  name: maskName(asked.nickname),
  anonymous: Number(asked.anonymous),
  goods: asked.goods,
  freshness: asked.freshness,
  delivery: asked.delivery,
  band: bandOf(asked.goods),
  weight: weightOf(asked.text, asked.photos.length),
  tries: 0,
  version: 1,
  ...freshRow(asked, now),
})

/** What a rewritten review takes over from the new words; whose line it is stays. */
const rewrittenOf = (row: ReviewRow, before: ReviewRow) => {
  const { name, anonymous, goods, freshness, delivery, band, text, photos, weight } = row
  const { text_passed, labels, check_at, reason, submitted_at } = row
  const written = { name, anonymous, goods, freshness, delivery, band, text, photos, weight }
  return { ...written, text_passed, labels, check_at, reason, submitted_at, tries: before.tries + 1 }
}

/** Puts new words in the place of those of the line that were rejected; undefined where none were. */
const rewrite = async (
  context: Context,
  row: ReviewRow,
  photos: readonly string[],
  checked: Parameters<typeof goOn>[2],
) => {
  const { tx } = context
  const known = await reviewsOfOrder(tx, row.order_id)
  const before = known.find((one) => one.kind === row.kind && one.sku_id === row.sku_id)
  if (before === undefined || before.user_id === null) return undefined
  const set = rewrittenOf(row, before)
  const where = { tries: before.tries }
  if (!(await move(context, HISTORY, { ...at, transition: 'rewrite', id: before.id, set, where })))
    return undefined
  await removePhotos(tx, [before.id])
  await addPhotos(tx, before.id, photos)
  return { reviewId: before.id, state: await goOn(context, { ...before, ...set }, checked) }
}

export const submit: Handler<'submit'> = async (asked, context) => {
  const { tx, now, id, refuse, settings } = context
  const { order, photos, pictures, checked } = asked
  const line = order.lines.find((one) => one.skuId === asked.skuId)
  if (line === undefined) return refuse('no_such_line')
  const no = lineNo(order, line, now, settings)
  if (no !== undefined) return refuse(no)
  if (!areOwn(photos, pictures, order.userId)) return refuse('no_such_photo')
  if (checked.verdict === 'block') return refuse('text_blocked')
  const row = rowOf(asked, line, now, id('rev'))
  const state = await keep(context, row, photos, checked)
  if (state !== undefined) {
    const lots = asked.lots.map(({ lotId, lotNo, harvestedAt }) => ({
      review_id: row.id,
      lot_id: lotId,
      lot_no: lotNo,
      harvested_at: harvestedAt,
    }))
    await addLots(tx, lots)
    return { reviewId: row.id, state }
  }
  return (await rewrite(context, row, photos, checked)) ?? refuse('already_reviewed')
}

export const followUp: Handler<'followUp'> = async (asked, context) => {
  const { tx, now, id, refuse, settings } = context
  const { reviewId, userId, text, photos, pictures, checked } = asked
  if (text.trim() === '' && photos.length === 0) return refuse('nothing_said')
  const first = await findReview(tx, reviewId, userId)
  if (first === undefined || first.kind !== 'first') return refuse('no_such_review')
  if (first.state !== 'published') return refuse('not_published')
  if (now > followUpUntil(first, settings)) return refuse('window_over')
  if (!areOwn(photos, pictures, userId)) return refuse('no_such_photo')
  if (checked.verdict === 'block') return refuse('text_blocked')
  const row: ReviewRow = {
    ...first,
    id: id('rev'),
    kind: 'follow_up',
    goods: 0,
    freshness: 0,
    delivery: 0,
    band: '',
    weight: 0,
    tries: 0,
    version: 1,
    ...freshRow(asked, now),
  }
  const state = await keep(context, row, photos, checked)
  if (state !== undefined) return { reviewId: row.id, state }
  return (await rewrite(context, row, photos, checked)) ?? refuse('already_followed_up')
}
