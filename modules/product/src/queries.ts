/** What can be asked of module product. */
import { CallError, type QueryHandler } from '@tiantou/platform'
import { changedSince, lastChange, skusByProduct } from './changes.ts'
import type { Products } from './contract.ts'
import { monthInShanghai, readCursor, seasonMask, writeCursor } from './rules.ts'
import { cardsOf, productOf, skusOf, snapshotsOf } from './store.ts'
import type { ProductTables } from './tables.ts'
import { toCard, toProduct, toSnapshot } from './views.ts'

const defaultLimit = 20

const placeOf = (cursor: string) => {
  const place = readCursor(cursor)
  if (place === null) {
    const fields = [{ pointer: '/cursor', message: 'is not a cursor of this list' }]
    throw new CallError('platform.bad_input', 'The cursor is not one of this list.', fields)
  }
  return place
}

/** Products on sale as cards, in season first, then newest. */
export const cards: QueryHandler<typeof Products.queries.cards, ProductTables> = async (
  { limit = defaultLimit, cursor, category },
  { db, now },
) => {
  const rows = await cardsOf(db, {
    monthMask: seasonMask([monthInShanghai(now)]),
    category,
    after: cursor === undefined ? undefined : placeOf(cursor),
    limit: limit + 1,
  })
  const items = rows.slice(0, limit).map(toCard)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last === undefined ? null : writeCursor(last) }
}

/** One product that was ever on sale. */
export const get: QueryHandler<typeof Products.queries.get, ProductTables> = async (
  { productId },
  { db },
) => {
  const row = await productOf(db, productId)
  if (row === undefined || row.state === 'draft') return null
  return toProduct(row, await skusOf(db, productId))
}

/** Snapshots of SKUs, in the order in which they are asked for. */
export const skus: QueryHandler<typeof Products.queries.skus, ProductTables> = async ({ skuIds }, { db }) => {
  const rows = await snapshotsOf(db, skuIds)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    items: [...new Set(skuIds)].flatMap((skuId) => {
      const row = byId.get(skuId)
      return row === undefined ? [] : [toSnapshot(row)]
    }),
  }
}

/** Products in the order of their last changes, so that an index can follow. */
export const changes: QueryHandler<typeof Products.queries.changes, ProductTables> = async (
  { after, limit },
  { db },
) => {
  const last = await lastChange(db)
  const rows = await changedSince(db, after, limit)
  const skusOfRows = await skusByProduct(
    db,
    rows.map((row) => row.id),
  )
  const items = rows.map((row) => {
    const { story: _story, ...product } = toProduct(row, skusOfRows.get(row.id) ?? [])
    return { ...product, createdAt: row.created_at, changeNo: row.change_no }
  })
  return { items, lastNo: last }
}
