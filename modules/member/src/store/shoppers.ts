/** The SQL of what a shopper marked, and of the one row that each shopper has. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { FavouriteRow, MemberTables, ShopperRow } from '../tables.ts'

export type MemberTx = Tx<MemberTables>
export type MemberDb = ReadDb<MemberTables> | MemberTx

/** Adds a mark; false when it was there. */
export const insertMark = (tx: MemberTx, row: FavouriteRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('member_favourite').values(row).execute())

/** Removes a mark; false when there was none. */
export const deleteMark = async (tx: MemberTx, userId: string, productId: string): Promise<boolean> => {
  const { numDeletedRows } = await tx
    .deleteFrom('member_favourite')
    .where('user_id', '=', userId)
    .where('product_id', '=', productId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Makes the row of a shopper, unless there is one. */
export const insertShopper = (tx: MemberTx, row: ShopperRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('member_shopper').values(row).execute())

/** Counts favourites up or down, up to a most; false when there is no row, or it would pass the most. */
export const countMarks = async (
  tx: MemberTx,
  userId: string,
  by: 1 | -1,
  most: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('member_shopper')
    .set(({ eb }) => ({ favourites: eb('favourites', '+', by) }))
    .where('user_id', '=', userId)
    .where('favourites', '<=', most - by)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** The row of a shopper; undefined before the first mark and the first switch. */
export const shopperOf = (db: MemberDb, userId: string): Promise<ShopperRow | undefined> =>
  db.selectFrom('member_shopper').selectAll().where('user_id', '=', userId).executeTakeFirst()

/** Turns the history of a shopper on or off. */
export const setKeeps = async (tx: MemberTx, userId: string, keeps: 0 | 1): Promise<void> => {
  await tx.updateTable('member_shopper').set({ keeps_history: keeps }).where('user_id', '=', userId).execute()
}

/** Whether a shopper marked a product. */
export const isMarked = async (db: MemberDb, userId: string, productId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('member_favourite')
    .select('product_id')
    .where('user_id', '=', userId)
    .where('product_id', '=', productId)
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets everything of one shopper. */
export const deleteShopper = async (tx: MemberTx, userId: string): Promise<void> => {
  for (const table of ['member_favourite', 'member_view', 'member_bought', 'member_shopper'] as const)
    await tx.deleteFrom(table).where('user_id', '=', userId).execute()
}
