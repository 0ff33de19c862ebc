/**
 * Every SQL statement of module product. Snapshots of SKUs are on the checkout's hot path and are bound, not
 * built.
 */
import { hotRows, type ReadDb, type Tx } from '@tiantou/platform'
import { sql } from 'kysely'
import type { CardCursor } from './rules.ts'
import type { ProductRow, ProductTables, SkuRow } from './tables.ts'

type ProductTx = Tx<ProductTables>
type ProductDb = ReadDb<ProductTables>

/** Writes a new product with its SKUs. */
export const insertProduct = async (
  tx: ProductTx,
  product: ProductRow,
  skus: readonly SkuRow[],
): Promise<void> => {
  await tx.insertInto('product_product').values(product).execute()
  await tx
    .insertInto('product_sku')
    .values([...skus])
    .execute()
}

/** What may change of a product without a change of state. */
export type ProductChange = Omit<ProductRow, 'id' | 'state' | 'version' | 'created_at' | 'change_no'>

/**
 * Changes a product that still has that version, and counts the version up; false where it has another, or is
 * none.
 */
export const updateProduct = async (
  tx: ProductTx,
  id: string,
  version: number,
  change: Partial<ProductChange>,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('product_product')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Changes one SKU of one product; false where the product has no such SKU. */
export const updateSku = async (
  tx: ProductTx,
  productId: string,
  skuId: string,
  change: Omit<SkuRow, 'id' | 'product_id' | 'position'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('product_sku')
    .set(change)
    .where('id', '=', skuId)
    .where('product_id', '=', productId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** One product's row; undefined when there is none. */
export const productOf = (db: ProductDb, id: string): Promise<ProductRow | undefined> =>
  db.selectFrom('product_product').selectAll().where('id', '=', id).executeTakeFirst()

/** The SKUs of one product in their order. */
export const skusOf = (db: ProductDb, productId: string): Promise<SkuRow[]> =>
  db.selectFrom('product_sku').selectAll().where('product_id', '=', productId).orderBy('position').execute()

export type SnapshotRow = Omit<SkuRow, 'position'> &
  Pick<ProductRow, 'title' | 'image' | 'storage_class' | 'state' | 'version'>

type Holes = Readonly<Record<string, string>>

const snapshotQuery = (count: number) =>
  hotRows((db: ProductTx, hole: Holes) =>
    db
      .selectFrom('product_sku as sku')
      .innerJoin('product_product as product', 'product.id', 'sku.product_id')
      .select([
        'sku.id',
        'sku.product_id',
        'sku.spec',
        'sku.sell_unit',
        'sku.price_mode',
        'sku.price_fen',
        'sku.nominal_g',
        'sku.tolerance_minus_g',
        'sku.tolerance_plus_g',
        'sku.max_per_order',
        'product.title',
        'product.image',
        'product.storage_class',
        'product.state',
        'product.version',
      ])
      .where(
        'sku.id',
        'in',
        Array.from({ length: count }, (_, i) => hole[`sku${i}`] as string),
      ),
  )

const queriesByCount = new Map<number, ReturnType<typeof snapshotQuery>>()

/**
 * SKUs by id with what a snapshot needs of their product; unknown ids are missing, the order is anybody's.
 */
export const snapshotsOf = async (db: ProductDb, skuIds: readonly string[]): Promise<SnapshotRow[]> => {
  if (skuIds.length === 0) return []
  let query = queriesByCount.get(skuIds.length)
  if (query === undefined) {
    query = snapshotQuery(skuIds.length)
    queriesByCount.set(skuIds.length, query)
  }
  return query(db, Object.fromEntries(skuIds.map((skuId, i) => [`sku${i}`, skuId])))
}

export type CardRow = Pick<
  ProductRow,
  'id' | 'title' | 'subtitle' | 'category' | 'origin_province' | 'origin_county' | 'image' | 'storage_class'
> &
  Pick<SkuRow, 'spec' | 'price_mode' | 'price_fen' | 'nominal_g'> & {
    readonly sku_id: string
    readonly in_season: number
  }

export interface CardSearch {
  /** The bit of the month that counts as now. */
  readonly monthMask: number
  readonly category: ProductRow['category'] | undefined
  readonly after: CardCursor | undefined
  readonly limit: number
}

/** Products on sale with their first SKU: in season first, then newest (ids are time-ordered). */
export const cardsOf = (
  db: ProductDb,
  { monthMask, category, after, limit }: CardSearch,
): Promise<CardRow[]> => {
  const inSeason = sql<number>`CASE WHEN (product.season_mask & ${monthMask}) <> 0 THEN 1 ELSE 0 END`
  let query = db
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
      'sku.id as sku_id',
      'sku.spec',
      'sku.price_mode',
      'sku.price_fen',
      'sku.nominal_g',
      inSeason.as('in_season'),
    ])
    .where('product.state', '=', 'on_sale')
  if (category !== undefined) query = query.where('product.category', '=', category)
  if (after !== undefined) {
    const season = Number(after.inSeason)
    query = query.where(({ or, and, eb }) =>
      or([
        eb(inSeason, '<', season),
        and([eb(inSeason, '=', season), eb('product.id', '<', after.productId)]),
      ]),
    )
  }
  return query.orderBy('in_season', 'desc').orderBy('product.id', 'desc').limit(limit).execute()
}
