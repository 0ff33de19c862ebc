/** SQL of what the reviews of a product come to. Counted up and down, never read first. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import { addsOf } from '../rules.ts'
import type { ReviewRow, ReviewTables, SummaryRow } from '../tables.ts'

type Adds = ReturnType<typeof addsOf>
const NAMES = Object.keys(addsOf({ goods: 0, freshness: 0, delivery: 0, photos: 0 })) as (keyof Adds)[]

export const summaryRowOf = (db: ReadDb<ReviewTables>, productId: string): Promise<SummaryRow | undefined> =>
  db.selectFrom('review_summary').selectAll().where('product_id', '=', productId).executeTakeFirst()

const add = async (tx: Tx<ReviewTables>, productId: string, adds: Adds, by: 1 | -1): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('review_summary')
    .set((row) => Object.fromEntries(NAMES.map((name) => [name, row(name, '+', by * adds[name])])))
    .where('product_id', '=', productId)
    .where('reviews', '>=', by === 1 ? 0 : 1)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Counts a review in (1) or out (-1) of the numbers of its product. */
export const countReview = async (tx: Tx<ReviewTables>, row: ReviewRow, by: 1 | -1): Promise<void> => {
  const adds = addsOf(row)
  if (await add(tx, row.product_id, adds, by)) return
  if (by === -1) throw new Error(`More reviews of ${row.product_id} are taken away than were counted.`)
  const first = tx.insertInto('review_summary').values({ product_id: row.product_id, ...adds })
  if (!(await unlessTaken(first.execute()))) await add(tx, row.product_id, adds, by)
}

/** Photographs that are gone with their author count no more. */
export const countPicturedOut = async (tx: Tx<ReviewTables>, productId: string): Promise<void> => {
  await tx
    .updateTable('review_summary')
    .set((row) => ({ pictured: row('pictured', '-', 1) }))
    .where('product_id', '=', productId)
    .where('pictured', '>=', 1)
    .execute()
}
