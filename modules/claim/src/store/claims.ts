/** SQL of claims, their photographs, and what they take of the lines. */
import { hotInsert, insertOrHold, type ReadDb, type Tx } from '@tiantou/platform'
import { bandsOf } from '../rules.ts'
import type { BandRow, ClaimRow, ClaimTables, LineRow, PhotoRow } from '../tables.ts'

type ClaimTx = Tx<ClaimTables>
type ClaimDb = ReadDb<ClaimTables> | ClaimTx

export const insertClaim = async (tx: ClaimTx, row: ClaimRow): Promise<void> => {
  await tx.insertInto('claim_claim').values(row).execute()
}

/** One claim, of one shopper where one is named. */
export const findClaim = (db: ClaimDb, id: string, userId?: string): Promise<ClaimRow | undefined> => {
  const query = db.selectFrom('claim_claim').selectAll().where('id', '=', id)
  return (userId === undefined ? query : query.where('user_id', '=', userId)).executeTakeFirst()
}

export const claimOfRefund = (db: ClaimDb, refundId: string): Promise<ClaimRow | undefined> =>
  db.selectFrom('claim_claim').selectAll().where('refund_id', '=', refundId).executeTakeFirst()

export const claimOfResend = (db: ClaimDb, orderId: string): Promise<ClaimRow | undefined> =>
  db.selectFrom('claim_claim').selectAll().where('resend_order_id', '=', orderId).executeTakeFirst()

/** True where it was to be sent again, and is to be paid from now on. */
export const changeToMoney = async (tx: ClaimTx, id: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('claim_claim')
    .set({ remedy: 'money' })
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .where('remedy', '=', 'resend')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const claimsOfOrder = (db: ClaimDb, orderId: string): Promise<ClaimRow[]> =>
  db.selectFrom('claim_claim').selectAll().where('order_id', '=', orderId).orderBy('id').execute()

export const claimsOfUser = (
  db: ClaimDb,
  userId: string,
  limit: number,
  before?: string,
): Promise<ClaimRow[]> => {
  let query = db.selectFrom('claim_claim').selectAll().where('user_id', '=', userId)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

export const allOfUser = (db: ClaimDb, userId: string): Promise<ClaimRow[]> =>
  db.selectFrom('claim_claim').selectAll().where('user_id', '=', userId).orderBy('id').execute()

export const claimsIn = (
  db: ClaimDb,
  state: ClaimRow['state'],
  limit: number,
  after?: string,
): Promise<ClaimRow[]> => {
  let query = db.selectFrom('claim_claim').selectAll().where('state', '=', state)
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).execute()
}

/** How many claims a shopper made since then. */
export const countSince = async (db: ClaimDb, userId: string, since: number): Promise<number> => {
  const row = await db
    .selectFrom('claim_claim')
    .select((count) => count.fn.countAll<number>().as('claims'))
    .where('user_id', '=', userId)
    .where('opened_at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.claims)
}

/** Claims and appeals whose time is over and of which nobody was told. */
export const waitingLong = (db: ClaimDb, now: number, limit: number): Promise<ClaimRow[]> =>
  db
    .selectFrom('claim_claim')
    .selectAll()
    .where('state', 'in', ['in_review', 'appealed'])
    .where('told_at', 'is', null)
    .where('review_by', '<=', now)
    .orderBy('review_by')
    .limit(limit)
    .execute()

export const markTold = async (tx: ClaimTx, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('claim_claim')
    .set({ told_at: now })
    .where('id', '=', id)
    .where('told_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Forgets the words of a shopper. */
export const forgetWords = async (tx: ClaimTx, userId: string): Promise<void> => {
  await tx
    .updateTable('claim_claim')
    .set({ text: '', appeal_text: '' })
    .where('user_id', '=', userId)
    .execute()
}

interface LineKey {
  readonly orderId: string
  readonly skuId: string
}

export interface Take extends LineKey {
  readonly fen: number
  readonly grams: number
}

export const lineOf = (db: ClaimDb, orderId: string, skuId: string): Promise<LineRow | undefined> =>
  db
    .selectFrom('claim_line')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('sku_id', '=', skuId)
    .executeTakeFirst()

/**
 * Stands in line for the claims of one line, before anything is read: whoever claims on it at the same moment
 * waits, and reads what this one took. Answers the grams that were taken before.
 */
export const takeTurn = async (tx: ClaimTx, { orderId, skuId }: LineKey): Promise<number> => {
  const fresh = { order_id: orderId, sku_id: skuId, cap_fen: 0, taken_fen: 0, taken_g: 0 }
  await insertOrHold(tx, tx.insertInto('claim_line').values(fresh), ['order_id', 'sku_id'])
  return (await lineOf(tx, orderId, skuId))?.taken_g ?? 0
}

/** Takes from a line whose turn it is, if its cap and its weight allow it. */
export const takeFromLine = async (
  tx: ClaimTx,
  { orderId, skuId, fen, grams }: Take,
  capFen: number,
  mostG: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('claim_line')
    .set((row) => ({
      cap_fen: capFen,
      taken_fen: row('taken_fen', '+', fen),
      taken_g: row('taken_g', '+', grams),
    }))
    .where('order_id', '=', orderId)
    .where('sku_id', '=', skuId)
    .where('taken_fen', '<=', capFen - fen)
    .where('taken_g', '<=', mostG - grams)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Takes so much more of a line's money, by the cap as it was told last; never refuses to give some back. */
export const changeTaken = async (tx: ClaimTx, { orderId, skuId, fen, grams }: Take): Promise<boolean> => {
  let query = tx
    .updateTable('claim_line')
    .set((row) => ({ taken_fen: row('taken_fen', '+', fen), taken_g: row('taken_g', '+', grams) }))
    .where('order_id', '=', orderId)
    .where('sku_id', '=', skuId)
  if (fen > 0) query = query.where((row) => row(row('taken_fen', '+', fen), '<=', row.ref('cap_fen')))
  return (await query.executeTakeFirstOrThrow()).numUpdatedRows > 0n
}

const insertPhotos = hotInsert<PhotoRow>('claim_photo', ['claim_id', 'name', 'no'])
const insertBands = hotInsert<BandRow>('claim_band', ['claim_id', 'name', 'band', 'look'])

export interface Photo {
  readonly name: string
  readonly look: string | null
}

export const addPhotos = async (tx: ClaimTx, claimId: string, photos: readonly Photo[]): Promise<void> => {
  if (photos.length === 0) return
  await insertPhotos(
    tx,
    photos.map(({ name }, at) => ({ claim_id: claimId, name, no: at + 1 })),
  )
  const bands = photos.flatMap(({ name, look }) =>
    look === null ? [] : bandsOf(look).map((band) => ({ claim_id: claimId, name, band, look })),
  )
  if (bands.length > 0) await insertBands(tx, bands)
}

export const photosOf = (db: ClaimDb, claimIds: readonly string[]): Promise<PhotoRow[]> =>
  claimIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('claim_photo')
        .selectAll()
        .where('claim_id', 'in', [...claimIds])
        .orderBy('no')
        .execute()

/** Whether one of these names was a photograph of a claim before. */
export const isKnownName = async (db: ClaimDb, names: readonly string[]): Promise<boolean> =>
  names.length > 0 &&
  (await db
    .selectFrom('claim_photo')
    .select('claim_id')
    .where('name', 'in', [...names])
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Looks of earlier photographs that share two bands with this one; the same one is among them. */
export const looksNear = async (db: ClaimDb, look: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('claim_band')
    .select('look')
    .where('band', 'in', bandsOf(look))
    .groupBy(['claim_id', 'name', 'look'])
    .having((row) => row.fn.countAll(), '>=', 2)
    .execute()
  return rows.map((row) => row.look)
}
