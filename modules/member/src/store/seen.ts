/** The SQL that notes and forgets what shoppers looked at and bought. */
import type { BoughtRow, ViewRow } from '../tables.ts'
import { type MemberTx, unlessThere } from './shoppers.ts'

/** Notes when a product was looked at, in place of an earlier time. */
export const noteView = async (tx: MemberTx, row: ViewRow): Promise<void> => {
  const update = () =>
    tx
      .updateTable('member_view')
      .set({ viewed_at: row.viewed_at })
      .where('user_id', '=', row.user_id)
      .where('product_id', '=', row.product_id)
      .executeTakeFirstOrThrow()
  if ((await update()).numUpdatedRows > 0n) return
  if (!(await unlessThere(tx.insertInto('member_view').values(row)))) await update()
}

/** Removes views of one shopper: those named, or all. */
export const deleteViews = async (
  tx: MemberTx,
  userId: string,
  productIds?: readonly string[],
): Promise<void> => {
  let query = tx.deleteFrom('member_view').where('user_id', '=', userId)
  if (productIds !== undefined) {
    if (productIds.length === 0) return
    query = query.where('product_id', 'in', productIds)
  }
  await query.execute()
}

/** What stands behind the newest so many views of one shopper, a bite of it. */
export const viewsBeyond = async (tx: MemberTx, userId: string, length: number): Promise<string[]> => {
  const rows = await tx
    .selectFrom('member_view')
    .select('product_id')
    .where('user_id', '=', userId)
    .orderBy('viewed_at', 'desc')
    .orderBy('product_id', 'desc')
    .limit(100)
    .offset(length)
    .execute()
  return rows.map((row) => row.product_id)
}

/** Views from before that time, of anybody. */
export const oldViews = (tx: MemberTx, before: number, limit: number) =>
  tx
    .selectFrom('member_view')
    .select(['user_id', 'product_id'])
    .where('viewed_at', '<=', before)
    .limit(limit)
    .execute()

/** Counts an order that held a SKU, or one that was called off; only the first tells when it was last. */
export const noteBought = async (tx: MemberTx, row: BoughtRow): Promise<void> => {
  const last = row.times > 0 ? { last_at: row.last_at } : {}
  const update = () =>
    tx
      .updateTable('member_bought')
      .set(({ eb }) => ({ times: eb('times', '+', row.times), ...last }))
      .where('user_id', '=', row.user_id)
      .where('sku_id', '=', row.sku_id)
      .executeTakeFirstOrThrow()
  if ((await update()).numUpdatedRows > 0n) return
  if (!(await unlessThere(tx.insertInto('member_bought').values(row)))) await update()
}

/** Forgets what one shopper has bought as often as called off. */
export const forgetUnbought = async (tx: MemberTx, userId: string): Promise<void> => {
  await tx.deleteFrom('member_bought').where('user_id', '=', userId).where('times', '=', 0).execute()
}

/** Forgets what stands behind the SKUs that one shopper bought last. */
export const trimBought = async (tx: MemberTx, userId: string, length: number): Promise<void> => {
  const rows = await tx
    .selectFrom('member_bought')
    .select('sku_id')
    .where('user_id', '=', userId)
    .orderBy('last_at', 'desc')
    .orderBy('sku_id', 'desc')
    .limit(100)
    .offset(length)
    .execute()
  if (rows.length === 0) return
  await tx
    .deleteFrom('member_bought')
    .where('user_id', '=', userId)
    .where(
      'sku_id',
      'in',
      rows.map((row) => row.sku_id),
    )
    .execute()
}
