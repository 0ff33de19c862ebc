/** Rows of reviews as the contract's shapes. Pure. */
import type { Static } from '@tiantou/kernel'
import type { OwnReview, ShownReview, StaffReview } from './shapes.ts'
import type { LotRow, PhotoRow, ReviewRow } from './tables.ts'

const photosIn = (photos: readonly PhotoRow[], { id }: ReviewRow): string[] =>
  photos.filter((photo) => photo.review_id === id).map((photo) => photo.name)

const lotsIn = (lots: readonly LotRow[], { id }: ReviewRow) =>
  lots
    .filter((lot) => lot.review_id === id)
    .map((lot) => ({ lotId: lot.lot_id, lotNo: lot.lot_no, harvestedAt: lot.harvested_at }))

const said = (row: ReviewRow, photos: readonly PhotoRow[]) => ({
  text: row.text,
  photos: photosIn(photos, row),
  submittedAt: row.submitted_at,
})

export const shownView = (
  row: ReviewRow,
  followUp: ReviewRow | undefined,
  photos: readonly PhotoRow[],
  lots: readonly LotRow[],
): Static<typeof ShownReview> => ({
  reviewId: row.id,
  name: row.anonymous === 1 ? '' : row.name,
  anonymous: row.anonymous === 1,
  goods: row.goods,
  freshness: row.freshness,
  delivery: row.delivery,
  ...said(row, photos),
  spec: row.spec,
  lots: lotsIn(lots, row),
  reply: row.replied_at === null ? null : { text: row.reply, at: row.replied_at },
  followUp: followUp === undefined ? null : said(followUp, photos),
})

export const ownView = (row: ReviewRow, photos: readonly PhotoRow[]): Static<typeof OwnReview> => ({
  reviewId: row.id,
  kind: row.kind,
  orderId: row.order_id,
  skuId: row.sku_id,
  productId: row.product_id,
  title: row.title,
  spec: row.spec,
  image: row.image,
  state: row.state,
  anonymous: row.anonymous === 1,
  scores:
    row.kind === 'follow_up' ? null : { goods: row.goods, freshness: row.freshness, delivery: row.delivery },
  ...said(row, photos),
  reason: row.reason,
  reply: row.reply,
})

export const staffView = (
  row: ReviewRow,
  photos: readonly PhotoRow[],
  lots: readonly LotRow[],
): Static<typeof StaffReview> => ({
  ...ownView(row, photos),
  supplierId: row.supplier_id,
  userId: row.user_id,
  lots: lotsIn(lots, row),
  labels: row.labels.split(' ').filter(Boolean),
  moderatedBy: row.moderated_by,
  publishedAt: row.published_at,
})
