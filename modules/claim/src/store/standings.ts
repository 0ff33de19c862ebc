/** SQL of how lots and claimants do. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { ClaimTables, LotRow } from '../tables.ts'

type ClaimTx = Tx<ClaimTables>
type ClaimDb = ReadDb<ClaimTables> | ClaimTx

export interface Lot {
  readonly lotId: string
  readonly lotNo: string
  readonly skuId: string
  readonly title: string
}

export interface LotChange {
  readonly sent: number
  readonly bad: number
  readonly claims: number
}

/** Adds to the counts of a lot; the first time it is written down. */
export const changeLot = async (
  tx: ClaimTx,
  { lotId, lotNo, skuId, title }: Lot,
  { sent, bad, claims }: LotChange,
): Promise<void> => {
  const change = async () => {
    const { numUpdatedRows } = await tx
      .updateTable('claim_lot')
      .set((row) => ({
        sent_pieces: row('sent_pieces', '+', sent),
        bad_pieces: row('bad_pieces', '+', bad),
        claims: row('claims', '+', claims),
      }))
      .where('id', '=', lotId)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
  if (await change()) return
  const fresh = { id: lotId, lot_no: lotNo, sku_id: skuId, title, suspicious_at: null, looked_after_at: null }
  const counts = { sent_pieces: sent, bad_pieces: bad, claims }
  const isNew = await unlessTaken(
    tx
      .insertInto('claim_lot')
      .values({ ...fresh, ...counts })
      .execute(),
  )
  if (!isNew) await change()
}

export const findLot = (db: ClaimDb, lotId: string): Promise<LotRow | undefined> =>
  db.selectFrom('claim_lot').selectAll().where('id', '=', lotId).executeTakeFirst()

/** Marks a lot suspicious; false where it was before. */
export const suspect = async (tx: ClaimTx, lotId: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('claim_lot')
    .set({ suspicious_at: now })
    .where('id', '=', lotId)
    .where('suspicious_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export const lookAfterLot = async (tx: ClaimTx, lotId: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('claim_lot')
    .set({ looked_after_at: now })
    .where('id', '=', lotId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export const suspiciousLots = (db: ClaimDb, limit: number, after?: string): Promise<LotRow[]> => {
  let query = db
    .selectFrom('claim_lot')
    .selectAll()
    .where('suspicious_at', 'is not', null)
    .where('looked_after_at', 'is', null)
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).execute()
}

interface Counts {
  readonly orders: number
  readonly claims: number
}

/** Counts an order or a claim of a shopper, and of the day. */
export const count = async (tx: ClaimTx, userId: string, day: number, more: Counts): Promise<void> => {
  const claimant = async () => {
    const { numUpdatedRows } = await tx
      .updateTable('claim_claimant')
      .set((row) => ({ orders: row('orders', '+', more.orders), claims: row('claims', '+', more.claims) }))
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
  if (!(await claimant())) {
    const row = { user_id: userId, ...more }
    if (!(await unlessTaken(tx.insertInto('claim_claimant').values(row).execute()))) await claimant()
  }
  const ofDay = async () => {
    const { numUpdatedRows } = await tx
      .updateTable('claim_day')
      .set((row) => ({ orders: row('orders', '+', more.orders), claims: row('claims', '+', more.claims) }))
      .where('day', '=', day)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
  if (!(await ofDay())) {
    if (
      !(await unlessTaken(
        tx
          .insertInto('claim_day')
          .values({ day, ...more })
          .execute(),
      ))
    )
      await ofDay()
  }
}

export const claimantOf = async (db: ClaimDb, userId: string): Promise<Counts> =>
  (await db
    .selectFrom('claim_claimant')
    .select(['orders', 'claims'])
    .where('user_id', '=', userId)
    .executeTakeFirst()) ?? { orders: 0, claims: 0 }

/** Of everybody since that day. */
export const countsSince = async (db: ClaimDb, day: number): Promise<Counts> => {
  const row = await db
    .selectFrom('claim_day')
    .select(({ fn }) => [fn.sum<number>('orders').as('orders'), fn.sum<number>('claims').as('claims')])
    .where('day', '>=', day)
    .executeTakeFirst()
  return { orders: Number(row?.orders ?? 0), claims: Number(row?.claims ?? 0) }
}

export const forgetClaimant = async (tx: ClaimTx, userId: string): Promise<void> => {
  await tx.deleteFrom('claim_claimant').where('user_id', '=', userId).execute()
}
