/** What can be asked of module review: what can be said of an order, what is shown, lists of people. */
import { pageOf, type QueryHandler, readCursor, type ReadDb, writeCursor } from '@tiantou/platform'
import type { Review } from './contract.ts'
import { followUpUntil, lineNo, reviewUntil, summaryOf } from './rules.ts'
import type { ReviewSettings } from './settings.ts'
import * as store from './store/reviews.ts'
import { summaryRowOf } from './store/summaries.ts'
import type { ReviewRow, ReviewTables } from './tables.ts'
import { ownView, shownView, staffView } from './views.ts'

type Queries = typeof Review.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], ReviewTables, ReviewSettings>
type Db = ReadDb<ReviewTables>

const DEFAULT_LIMIT = 20
const idOf = (row: { readonly id: string }): string => row.id

/** What was said of a line: what stands, and what was added. */
const ofLine = (rows: readonly ReviewRow[], skuId: string) => ({
  first: rows.find((row) => row.sku_id === skuId && row.kind === 'first'),
  more: rows.find((row) => row.sku_id === skuId && row.kind === 'follow_up'),
})

export const reviewable: Handler<'reviewable'> = async ({ orderId, order }, { db, now, settings }) => {
  const rows = (await store.reviewsOfOrder(db, orderId)).filter((row) => row.user_id === order.userId)
  const photos = await store.photosOf(db, rows.map(idOf))
  const lines = order.lines.map((line) => {
    const { skuId, title, spec, image } = line
    const { first, more } = ofLine(rows, skuId)
    const nothing = { may: null, until: null }
    const can = () => {
      if (first === undefined || first.state === 'rejected') {
        if (lineNo(order, line, now, settings) !== undefined) return nothing
        const may = first === undefined ? ('review' as const) : ('rewrite' as const)
        return { may, until: reviewUntil(order.deliveredAt, settings) }
      }
      const until = followUpUntil(first, settings)
      const said = more !== undefined && more.state !== 'rejected'
      if (first.state !== 'published' || said || now > until) return nothing
      return { may: 'follow_up' as const, until }
    }
    return {
      skuId,
      title,
      spec,
      image,
      ...can(),
      review: first === undefined ? null : ownView(first, photos),
      followUp: more === undefined ? null : ownView(more, photos),
    }
  })
  return { lines }
}

export const maySubmit: Handler<'maySubmit'> = async ({ orderId, order, skuId }, context) => {
  const { db, now, settings, refuse } = context
  const line = order.lines.find((one) => one.skuId === skuId)
  if (line === undefined) return refuse('no_such_line')
  const no = lineNo(order, line, now, settings)
  if (no !== undefined) return refuse(no)
  const { first } = ofLine(await store.reviewsOfOrder(db, orderId), skuId)
  return first === undefined || first.state === 'rejected' ? {} : refuse('already_reviewed')
}

export const mayFollowUp: Handler<'mayFollowUp'> = async ({ reviewId, userId }, context) => {
  const { db, now, settings, refuse } = context
  const first = await store.findReview(db, reviewId, userId)
  if (first === undefined || first.kind !== 'first') return refuse('no_such_review')
  if (first.state !== 'published') return refuse('not_published')
  if (now > followUpUntil(first, settings)) return refuse('window_over')
  const { more } = ofLine(await store.reviewsOfOrder(db, first.order_id), first.sku_id)
  return more === undefined || more.state === 'rejected' ? {} : refuse('already_followed_up')
}

/** Published reviews with all that is shown of them. */
const forAll = async (db: Db, rows: readonly ReviewRow[]) => {
  const orderIds = rows.map((row) => row.order_id)
  const followUps = await store.followUpsOf(db, orderIds)
  const ids = rows.map(idOf)
  const photos = await store.photosOf(db, [...ids, ...followUps.map(idOf)])
  const lots = await store.lotsOf(db, ids)
  const moreOf = (row: ReviewRow) =>
    followUps.find((one) => one.order_id === row.order_id && one.sku_id === row.sku_id)
  return rows.map((row) => shownView(row, moreOf(row), photos, lots))
}

export const shown: Handler<'shown'> = async (asked, { db }) => {
  const { productId, limit = DEFAULT_LIMIT, cursor, sort = 'new', only, lotId } = asked
  const after = readCursor(cursor)
  const rows = await store.shownOf(db, { productId, limit: limit + 1, sort, only, lotId, after })
  const page = pageOf(rows, limit, ({ id, weight }) => writeCursor({ at: weight, id }))
  const summary = summaryOf(await summaryRowOf(db, productId))
  return { summary, items: await forAll(db, page.shown), next: page.next }
}

export const ofSupplier: Handler<'ofSupplier'> = async (asked, { db }) => {
  const { supplierId, lotId, limit = DEFAULT_LIMIT, cursor: before } = asked
  const page = pageOf(await store.soldBy(db, { supplierId, lotId, limit: limit + 1, before }), limit, idOf)
  const rows = new Map(page.shown.map((row) => [row.id, row]))
  const items = (await forAll(db, page.shown)).flatMap((view) => {
    const row = rows.get(view.reviewId)
    return row === undefined ? [] : [{ ...view, productId: row.product_id, title: row.title }]
  })
  return { items, next: page.next }
}

export const mine: Handler<'mine'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db, actor }) => {
  const page = pageOf(await store.reviewsOfUser(db, actor.id, limit + 1, cursor), limit, idOf)
  const photos = await store.photosOf(db, page.shown.map(idOf))
  return { items: page.shown.map((row) => ownView(row, photos)), next: page.next }
}

const forStaff = async (db: Db, rows: readonly ReviewRow[]) => {
  const ids = rows.map(idOf)
  const photos = await store.photosOf(db, ids)
  const lots = await store.lotsOf(db, ids)
  return rows.map((row) => staffView(row, photos, lots))
}

export const staffList: Handler<'staffList'> = async ({ limit = DEFAULT_LIMIT, cursor, state }, { db }) => {
  const page = pageOf(await store.reviewsIn(db, state, limit + 1, cursor), limit, idOf)
  return { items: await forStaff(db, page.shown), next: page.next }
}

export const staffGet: Handler<'staffGet'> = async ({ reviewId }, { db, refuse }) => {
  const row = await store.findReview(db, reviewId)
  if (row === undefined) return refuse('no_such_review')
  const [seen] = await forStaff(db, [row])
  return seen ?? refuse('no_such_review')
}

export const ofLot: Handler<'ofLot'> = async ({ limit = DEFAULT_LIMIT, cursor, lotId }, { db }) => {
  const page = pageOf(await store.reviewsOfLot(db, lotId, limit + 1, cursor), limit, idOf)
  return { items: await forStaff(db, page.shown), next: page.next }
}

export const toCheck: Handler<'toCheck'> = async ({ limit }, { db, now }) => {
  const rows = await store.dueChecks(db, now, limit)
  return { items: rows.map(({ id: reviewId, tries }) => ({ reviewId, tries })) }
}

export const ofUser: Handler<'ofUser'> = async ({ userId }, { db }) => {
  const rows = await store.allOfUser(db, userId)
  const photos = await store.photosOf(db, rows.map(idOf))
  return { reviews: rows.map((row) => ownView(row, photos)) }
}
