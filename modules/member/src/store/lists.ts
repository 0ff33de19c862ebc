/** The SQL of lists that are read newest first: favourites, history, what was bought. */
import type { Place } from '../rules.ts'
import type { BoughtRow, FavouriteRow, ViewRow } from '../tables.ts'
import type { MemberDb } from './shoppers.ts'

export interface Wanted {
  readonly userId: string
  readonly limit: number
  readonly after: Place | undefined
}

/** The favourites of one shopper behind a place. */
export const marksOf = (db: MemberDb, { userId, limit, after }: Wanted): Promise<FavouriteRow[]> => {
  let query = db.selectFrom('member_favourite').selectAll().where('user_id', '=', userId)
  if (after !== undefined) {
    const { at, id } = after
    query = query.where(({ or, and, eb }) =>
      or([eb('marked_at', '<', at), and([eb('marked_at', '=', at), eb('product_id', '<', id)])]),
    )
  }
  return query.orderBy('marked_at', 'desc').orderBy('product_id', 'desc').limit(limit).execute()
}

/** What one shopper looked at since then, behind a place. */
export const viewsOf = (
  db: MemberDb,
  { userId, limit, after }: Wanted,
  since: number,
): Promise<ViewRow[]> => {
  let query = db
    .selectFrom('member_view')
    .selectAll()
    .where('user_id', '=', userId)
    .where('viewed_at', '>', since)
  if (after !== undefined) {
    const { at, id } = after
    query = query.where(({ or, and, eb }) =>
      or([eb('viewed_at', '<', at), and([eb('viewed_at', '=', at), eb('product_id', '<', id)])]),
    )
  }
  return query.orderBy('viewed_at', 'desc').orderBy('product_id', 'desc').limit(limit).execute()
}

/** What one shopper bought and did not call off, behind a place. */
export const boughtOf = (db: MemberDb, { userId, limit, after }: Wanted): Promise<BoughtRow[]> => {
  let query = db.selectFrom('member_bought').selectAll().where('user_id', '=', userId).where('times', '>', 0)
  if (after !== undefined) {
    const { at, id } = after
    query = query.where(({ or, and, eb }) =>
      or([eb('last_at', '<', at), and([eb('last_at', '=', at), eb('sku_id', '<', id)])]),
    )
  }
  return query.orderBy('last_at', 'desc').orderBy('sku_id', 'desc').limit(limit).execute()
}
