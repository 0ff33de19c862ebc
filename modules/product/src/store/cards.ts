/**
 * SQL of products as cards. The list walks along an index and stops when a page is full: what is in season is
 * looked at row by row, because no index knows twelve months, and never sorted.
 */
import { sql } from 'kysely'
import type { ReadDb } from '@tiantou/platform'
import type { CardCursor } from '../rules.ts'
import type { ProductRow, ProductTables, SkuRow } from '../tables.ts'

type ProductDb = ReadDb<ProductTables>

export type CardRow = Pick<
  ProductRow,
  | 'id'
  | 'title'
  | 'subtitle'
  | 'category'
  | 'origin_province'
  | 'origin_county'
  | 'image'
  | 'storage_class'
  | 'state'
> &
  Pick<SkuRow, 'spec' | 'price_mode' | 'price_fen' | 'nominal_g' | 'least_per_order'> & {
    readonly sku_id: string
    readonly in_season: number
  }

/** Products with their first SKU, which is what cards show. */
const cardRows = (db: ProductDb, monthMask: number) => {
  const inSeason = sql<number>`CASE WHEN (product.season_mask & ${monthMask}) <> 0 THEN 1 ELSE 0 END`
  return db
    .selectFrom('product_product as product')
    .innerJoin('product_sku as sku', (join) =>
      join.onRef('sku.product_id', '=', 'product.id').on('sku.position', '=', 0),
    )
    .select([
      'product.id',
      'product.title',
      'product.subtitle',
      'product.category',
      'product.origin_province',
      'product.origin_county',
      'product.image',
      'product.storage_class',
      'product.state',
      'sku.id as sku_id',
      'sku.spec',
      'sku.price_mode',
      'sku.price_fen',
      'sku.nominal_g',
      'sku.least_per_order',
      inSeason.as('in_season'),
    ])
}

/** Cards of products that were ever on sale, in any order. */
export const cardsById = (
  db: ProductDb,
  monthMask: number,
  productIds: readonly string[],
): Promise<CardRow[]> =>
  productIds.length === 0
    ? Promise.resolve([])
    : cardRows(db, monthMask)
        .where('product.id', 'in', productIds)
        .where('product.state', '!=', 'draft')
        .execute()

interface Stretch {
  /** The bit of the month that counts as now. */
  readonly monthMask: number
  readonly inSeason: boolean
  readonly category: string | undefined
  /** Only products older than this one. */
  readonly before: string | undefined
  readonly limit: number
}

/** Products of one season and one category on sale, newest first (ids are time-ordered). */
const stretchOf = (db: ProductDb, { monthMask, inSeason, category, before, limit }: Stretch) => {
  const season = sql<number>`product.season_mask & ${monthMask}`
  let query = cardRows(db, monthMask)
    .where('product.state', '=', 'on_sale')
    .where(season, inSeason ? '<>' : '=', 0)
  if (category !== undefined) query = query.where('product.category', '=', category)
  if (before !== undefined) query = query.where('product.id', '<', before)
  return query.orderBy('product.id', 'desc').limit(limit).execute()
}

/** Codes of a category and all below it. */
const codesBelow = async (db: ProductDb, category: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('product_category')
    .select('code')
    .where('path', 'like', `%/${category}/%`)
    .execute()
  return rows.map((row) => row.code)
}

const newestFirst = (a: CardRow, b: CardRow): number => (a.id < b.id ? 1 : -1)

export interface CardSearch extends Pick<Stretch, 'monthMask' | 'limit'> {
  readonly category: string | undefined
  readonly after: CardCursor | undefined
}

/** Products on sale with their first SKU: in season first, then newest. */
export const cardsOf = async (
  db: ProductDb,
  { monthMask, category, after, limit }: CardSearch,
): Promise<CardRow[]> => {
  const categories = category === undefined ? [undefined] : await codesBelow(db, category)
  const seasons = after?.inSeason === false ? [false] : [true, false]
  const found: CardRow[] = []
  for (const inSeason of seasons) {
    const left = limit - found.length
    if (left === 0) break
    const before = after?.inSeason === inSeason ? after.productId : undefined
    const stretches = await Promise.all(
      categories.map((one) => stretchOf(db, { monthMask, inSeason, category: one, before, limit: left })),
    )
    found.push(...stretches.flat().toSorted(newestFirst).slice(0, left))
  }
  return found
}
