/** What can be asked of module member. */
import { pageOf, type QueryHandler, readCursor, writeCursor } from '@tiantou/platform'
import type { Member } from './contract.ts'
import type { MemberSettings } from './settings.ts'
import { boughtOf, marksOf, viewsOf } from './store/lists.ts'
import { isMarked, shopperOf } from './store/shoppers.ts'
import type { BoughtRow, FavouriteRow, MemberTables, ViewRow } from './tables.ts'

type Queries = typeof Member.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], MemberTables, MemberSettings>

const DEFAULT_LIMIT = 20
const DAY_MS = 86_400_000
/** More than any setting lets a shopper have. */
const ALL = 10_000

const toMarked = (row: FavouriteRow) => ({ productId: row.product_id, markedAt: row.marked_at })
const toViewed = (row: ViewRow) => ({ productId: row.product_id, viewedAt: row.viewed_at })
const toBought = (row: BoughtRow) => ({
  skuId: row.sku_id,
  productId: row.product_id,
  times: row.times,
  lastAt: row.last_at,
})

/** The caller's favourites, newest first. */
export const favourites: Handler<'favourites'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db, actor }) => {
  const rows = await marksOf(db, { userId: actor.id, limit: limit + 1, after: readCursor(cursor) })
  const { shown, next } = pageOf(rows, limit, (row) => writeCursor({ at: row.marked_at, id: row.product_id }))
  return { items: shown.map(toMarked), next }
}

/** Whether the caller marked a product. */
export const isFavourite: Handler<'isFavourite'> = async ({ productId }, { db, actor }) => ({
  marked: await isMarked(db, actor.id, productId),
})

/** What the caller looked at, newest first. */
export const history: Handler<'history'> = async (
  { limit = DEFAULT_LIMIT, cursor },
  { db, actor, now, settings },
) => {
  const since = now - settings.historyKeeps_d * DAY_MS
  const wanted = { userId: actor.id, limit: limit + 1, after: readCursor(cursor) }
  const { shown, next } = pageOf(await viewsOf(db, wanted, since), limit, (row) =>
    writeCursor({ at: row.viewed_at, id: row.product_id }),
  )
  const shopper = await shopperOf(db, actor.id)
  return { items: shown.map(toViewed), next, on: shopper?.keeps_history !== 0 }
}

/** What the caller bought, what was bought last first. */
export const bought: Handler<'bought'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db, actor }) => {
  const rows = await boughtOf(db, { userId: actor.id, limit: limit + 1, after: readCursor(cursor) })
  const { shown, next } = pageOf(rows, limit, (row) => writeCursor({ at: row.last_at, id: row.sku_id }))
  return { items: shown.map(toBought), next }
}

/** Everything about one shopper. */
export const ofUser: Handler<'ofUser'> = async ({ userId }, { db }) => {
  const all = { userId, limit: ALL, after: undefined }
  const shopper = await shopperOf(db, userId)
  return {
    favourites: (await marksOf(db, all)).map(toMarked),
    history: (await viewsOf(db, all, -1)).map(toViewed),
    bought: (await boughtOf(db, all)).map(toBought),
    keepsHistory: shopper?.keeps_history !== 0,
  }
}
