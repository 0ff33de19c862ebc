/** What can be asked of module product. */
import { CallError, type QueryHandler } from '@tiantou/platform'
import { changedSince, lastChange, skusByProduct } from './changes.ts'
import type { Products } from './contract.ts'
import { inTreeOrder } from './category-rules.ts'
import { monthInShanghai, readCursor, seasonMask, writeCursor } from './rules.ts'
import type { productSettings } from './settings.ts'
import { standIns } from './similar.ts'
import { productOf, skusOf, snapshotsOf } from './store.ts'
import { cardsById, cardsOf } from './store/cards.ts'
import { categoriesOf, dueCategories } from './store/categories.ts'
import { sameKind } from './store/similar.ts'
import { suppliersOf } from './store/suppliers.ts'
import type { ProductTables } from './tables.ts'
import { toCard, toCategory, toPricedLine, toProduct, toSnapshot } from './views.ts'

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

/** Products that somebody knows from before, withdrawn ones too. */
export const known: QueryHandler<typeof Products.queries.known, ProductTables> = async (
  { productIds },
  { db, now },
) => {
  const rows = await cardsById(db, seasonMask([monthInShanghai(now)]), productIds)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const found = productIds.flatMap((productId) => byId.get(productId) ?? [])
  return { items: found.map((row) => ({ ...toCard(row), onSale: row.state === 'on_sale' })) }
}

/** One product that was ever on sale. */
export const get: QueryHandler<typeof Products.queries.get, ProductTables, typeof productSettings> = async (
  { productId },
  { db, settings },
) => {
  const row = await productOf(db, productId)
  if (row === undefined || row.state === 'draft') return null
  return toProduct(row, await skusOf(db, productId), settings.extraFields)
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

/** What may stand in for a SKU of the same seller. */
export const similar: QueryHandler<typeof Products.queries.similar, ProductTables> = async (
  { skuId },
  { db },
) => {
  const others = await sameKind(db, skuId)
  const own = (await snapshotsOf(db, [skuId])).map(toSnapshot)
  const skus = (await snapshotsOf(db, others)).map(toSnapshot)
  return { items: own.flatMap((sku) => standIns(sku, skus)) }
}

/** Wanted quantities with their price and what forbids them; one statement. */
export const priced: QueryHandler<typeof Products.queries.priced, ProductTables> = async (
  { lines },
  { db },
) => {
  const rows = await snapshotsOf(db, [...new Set(lines.map((line) => line.skuId))])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const unknown = lines.filter((line) => !byId.has(line.skuId)).map((line) => line.skuId)
  return {
    lines: lines.flatMap(({ skuId, quantity }) => {
      const row = byId.get(skuId)
      return row === undefined ? [] : [toPricedLine(row, quantity)]
    }),
    unknown,
  }
}

/** The live categories in the order of the tree. */
export const categories: QueryHandler<typeof Products.queries.categories, ProductTables> = async (
  _input,
  { db },
) => {
  const rows = await categoriesOf(db)
  return { items: inTreeOrder(rows.filter((row) => row.state === 'live')).map(toCategory) }
}

/** Whether products must still follow changed rules. */
export const rulesDue: QueryHandler<typeof Products.queries.rulesDue, ProductTables> = async (
  _input,
  { db },
) => ({ due: (await dueCategories(db)).length > 0 })

/** Products in the order of their last changes, so that an index can follow. */
export const changes: QueryHandler<
  typeof Products.queries.changes,
  ProductTables,
  typeof productSettings
> = async ({ after, limit }, { db, settings }) => {
  const last = await lastChange(db)
  const rows = await changedSince(db, after, limit)
  const skusOfRows = await skusByProduct(
    db,
    rows.map((row) => row.id),
  )
  const items = rows.map((row) => {
    const skusOfRow = skusOfRows.get(row.id) ?? []
    const { story: _story, details: _details, ...product } = toProduct(row, skusOfRow, settings.extraFields)
    return { ...product, createdAt: row.created_at, changeNo: row.change_no }
  })
  return { items, lastNo: last }
}

/** Whose each product is. */
export const suppliers: QueryHandler<typeof Products.queries.suppliers, ProductTables> = async (
  { productIds },
  { db },
) => ({
  items: (await suppliersOf(db, productIds)).map((row) => ({
    productId: row.id,
    supplierId: row.supplier_id,
  })),
})
