/** SQL of reviews, their photographs and lots. */
import { hotInsert, type Place, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { Band } from '../shapes.ts'
import type { LotRow, PhotoRow, ReviewRow, ReviewTables } from '../tables.ts'

type ReviewTx = Tx<ReviewTables>
type ReviewDb = ReadDb<ReviewTables> | ReviewTx

/** Adds a review; false where the line has one of its kind. */
export const insertReview = (tx: ReviewTx, row: ReviewRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('review_review').values(row).execute())

/** One review, of one shopper where one is named. */
export const findReview = (db: ReviewDb, id: string, userId?: string): Promise<ReviewRow | undefined> => {
  const query = db.selectFrom('review_review').selectAll().where('id', '=', id)
  return (userId === undefined ? query : query.where('user_id', '=', userId)).executeTakeFirst()
}

/** Reviews and follow-ups of the lines of an order. */
export const reviewsOfOrder = (db: ReviewDb, orderId: string): Promise<ReviewRow[]> =>
  db.selectFrom('review_review').selectAll().where('order_id', '=', orderId).orderBy('id').execute()

/** Published follow-ups of lines of these orders. */
export const followUpsOf = (db: ReviewDb, orderIds: readonly string[]): Promise<ReviewRow[]> =>
  orderIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('review_review')
        .selectAll()
        .where('order_id', 'in', [...orderIds])
        .where('kind', '=', 'follow_up')
        .where('state', '=', 'published')
        .execute()

/** Reviews of goods of a lot, as a part of a question. */
const inLot = (db: ReviewDb, lotId: string) =>
  db.selectFrom('review_lot').select('review_id').where('lot_id', '=', lotId)

interface SoldWanted {
  readonly supplierId: string
  readonly lotId?: string | undefined
  readonly limit: number
  readonly before?: string | undefined
}

interface Wanted {
  readonly productId: string
  readonly limit: number
  readonly sort: 'new' | 'helpful'
  readonly only?: 'pictured' | Band | undefined
  readonly lotId?: string | undefined
  readonly after?: Place | undefined
}

/** Published first reviews of a product, in one of two orders that no later vote changes. */
export const shownOf = (db: ReviewDb, wanted: Wanted): Promise<ReviewRow[]> => {
  const { productId, limit, sort, only, lotId, after } = wanted
  let query = db
    .selectFrom('review_review')
    .selectAll()
    .where('product_id', '=', productId)
    .where('kind', '=', 'first')
    .where('state', '=', 'published')
  if (only === 'pictured') query = query.where('photos', '>', 0)
  else if (only !== undefined) query = query.where('band', '=', only)
  if (lotId !== undefined) query = query.where('id', 'in', inLot(db, lotId))
  if (sort === 'new') {
    if (after !== undefined) query = query.where('id', '<', after.id)
    return query.orderBy('id', 'desc').limit(limit).execute()
  }
  if (after !== undefined)
    query = query
      .where('weight', '<=', after.at)
      .where((row) => row.or([row('weight', '<', after.at), row('id', '<', after.id)]))
  return query.orderBy('weight', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

export const reviewsOfUser = (
  db: ReviewDb,
  userId: string,
  limit: number,
  before?: string,
): Promise<ReviewRow[]> => {
  let query = db.selectFrom('review_review').selectAll().where('user_id', '=', userId)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

export const allOfUser = (db: ReviewDb, userId: string): Promise<ReviewRow[]> =>
  db.selectFrom('review_review').selectAll().where('user_id', '=', userId).orderBy('id').execute()

export const reviewsIn = (
  db: ReviewDb,
  state: ReviewRow['state'],
  limit: number,
  after?: string,
): Promise<ReviewRow[]> => {
  let query = db.selectFrom('review_review').selectAll().where('state', '=', state)
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).execute()
}

/** Published first reviews of what a supplier sold, of one lot where one is named. */
export const soldBy = (
  db: ReviewDb,
  { supplierId, lotId, limit, before }: SoldWanted,
): Promise<ReviewRow[]> => {
  let query = db
    .selectFrom('review_review')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .where('kind', '=', 'first')
    .where('state', '=', 'published')
  if (lotId !== undefined) query = query.where('id', 'in', inLot(db, lotId))
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

export const reviewsOfLot = (
  db: ReviewDb,
  lotId: string,
  limit: number,
  before?: string,
): Promise<ReviewRow[]> => {
  let lots = db
    .selectFrom('review_lot')
    .innerJoin('review_review', 'review_review.id', 'review_lot.review_id')
    .selectAll('review_review')
    .where('review_lot.lot_id', '=', lotId)
  if (before !== undefined) lots = lots.where('review_lot.review_id', '<', before)
  return lots.orderBy('review_lot.review_id', 'desc').limit(limit).execute()
}

/** Reviews whose check is due, the longest due first. */
export const dueChecks = (db: ReviewDb, now: number, limit: number) =>
  db
    .selectFrom('review_review')
    .select(['id', 'tries'])
    .where('state', '=', 'checking')
    .where('check_at', '<=', now)
    .orderBy('check_at')
    .limit(limit)
    .execute()

/** Puts a check off, if nobody else has noted one since; false where somebody has. */
export const putOffCheck = async (
  tx: ReviewTx,
  { id, tries }: Pick<ReviewRow, 'id' | 'tries'>,
  checkAt: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('review_review')
    .set({ tries: tries + 1, check_at: checkAt })
    .where('id', '=', id)
    .where('state', '=', 'checking')
    .where('tries', '=', tries)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Puts an answer of the shop under a published review; false where it is not published. */
export const setReply = async (
  tx: ReviewTx,
  id: string,
  reply: Pick<ReviewRow, 'reply' | 'replied_by' | 'replied_at'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('review_review')
    .set(reply)
    .where('id', '=', id)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Forgets whose reviews these were and what they said; what stays weighs nothing. */
export const forgetAuthor = async (tx: ReviewTx, userId: string): Promise<void> => {
  await tx
    .updateTable('review_review')
    .set({
      user_id: null,
      name: '',
      anonymous: 1,
      text: '',
      photos: 0,
      weight: 0,
      labels: '',
      reply: '',
      replied_at: null,
    })
    .where('user_id', '=', userId)
    .execute()
}

const insertPhotos = hotInsert<PhotoRow>('review_photo', ['review_id', 'no', 'name'])
const insertLots = hotInsert<LotRow>('review_lot', ['review_id', 'lot_id', 'lot_no', 'harvested_at'])

export const removePhotos = async (tx: ReviewTx, reviewIds: readonly string[]): Promise<void> => {
  if (reviewIds.length === 0) return
  await tx
    .deleteFrom('review_photo')
    .where('review_id', 'in', [...reviewIds])
    .execute()
}

export const addPhotos = async (tx: ReviewTx, reviewId: string, names: readonly string[]): Promise<void> => {
  if (names.length > 0)
    await insertPhotos(
      tx,
      names.map((name, at) => ({ review_id: reviewId, no: at + 1, name })),
    )
}

export const addLots = async (tx: ReviewTx, lots: readonly LotRow[]): Promise<void> => {
  if (lots.length > 0) await insertLots(tx, lots)
}

export const photosOf = (db: ReviewDb, reviewIds: readonly string[]): Promise<PhotoRow[]> =>
  reviewIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('review_photo')
        .selectAll()
        .where('review_id', 'in', [...reviewIds])
        .orderBy('review_id')
        .orderBy('no')
        .execute()

export const lotsOf = (db: ReviewDb, reviewIds: readonly string[]): Promise<LotRow[]> =>
  reviewIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('review_lot')
        .selectAll()
        .where('review_id', 'in', [...reviewIds])
        .orderBy('review_id')
        .orderBy('lot_id')
        .execute()
