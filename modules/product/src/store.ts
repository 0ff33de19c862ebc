/**
 * The SQL statements about products and SKUs; those about categories and versions are in store/. Snapshots of
 * SKUs are on the checkout's hot path and are bound, not built.
 */
import { hotRows, type ReadDb, type Tx } from '@tiantou/platform'
import { sql } from 'kysely'
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
export type ProductChange = Omit<
  ProductRow,
  'id' | 'state' | 'version' | 'created_at' | 'change_no' | 'supplier_id'
>

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

/** Sets one SKU's price, at a version of its product where one is given; false where nothing fits. */
export const updatePrice = async (
  tx: ProductTx,
  at: { readonly productId: string; readonly skuId: string; readonly version?: number },
  priceFen: number,
): Promise<boolean> => {
  let query = tx
    .updateTable('product_sku')
    .set({ price_fen: priceFen })
    .where('id', '=', at.skuId)
    .where('product_id', '=', at.productId)
  const { version } = at
  if (version !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('product_product')
          .select('id')
          .where('id', '=', at.productId)
          .where('version', '=', version),
      ),
    )
  }
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Counts a product up without changing anything else of it. */
export const countUp = async (tx: ProductTx, id: string): Promise<void> => {
  await tx
    .updateTable('product_product')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Adds a SKU. */
export const insertSku = async (tx: ProductTx, row: SkuRow): Promise<void> => {
  await tx.insertInto('product_sku').values(row).execute()
}

/** One product's row; undefined when there is none. */
export const productOf = (db: ProductDb, id: string): Promise<ProductRow | undefined> =>
  db.selectFrom('product_product').selectAll().where('id', '=', id).executeTakeFirst()

/** The SKUs of one product in their order. */
export const skusOf = (db: ProductDb, productId: string): Promise<SkuRow[]> =>
  db.selectFrom('product_sku').selectAll().where('product_id', '=', productId).orderBy('position').execute()

/** Products with their SKUs, those in their order. */
export const wholesOf = async (
  db: ProductDb,
  ids: readonly string[],
): Promise<{ readonly product: ProductRow; readonly skus: SkuRow[] }[]> => {
  if (ids.length === 0) return []
  const products = await db.selectFrom('product_product').selectAll().where('id', 'in', ids).execute()
  const skus = await db
    .selectFrom('product_sku')
    .selectAll()
    .where('product_id', 'in', ids)
    .orderBy('position')
    .execute()
  const byProduct = Map.groupBy(skus, (sku) => sku.product_id)
  return products.map((product) => ({ product, skus: byProduct.get(product.id) ?? [] }))
}

export interface ProductSearch {
  readonly state: ProductRow['state'] | undefined
  readonly category: string | undefined
  readonly after: string | undefined
  readonly limit: number
}

/** Codes of a category and all below it. */
const below = (category: string) =>
  sql<string>`(SELECT code FROM product_category WHERE path LIKE ${`%/${category}/%`})`

/** Ids of products in any state, newest first. */
export const idsOf = async (
  db: ProductDb,
  { state, category, after, limit }: ProductSearch,
): Promise<string[]> => {
  let query = db.selectFrom('product_product').select('id')
  if (state !== undefined) query = query.where('state', '=', state)
  if (category !== undefined) query = query.where('category', 'in', below(category))
  if (after !== undefined) query = query.where('id', '<', after)
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => row.id)
}

export type SnapshotRow = Omit<SkuRow, 'position' | 'grade' | 'size' | 'pack'> &
  Pick<
    ProductRow,
    | 'title'
    | 'image'
    | 'storage_class'
    | 'shelf_life_d'
    | 'claim_window_h'
    | 'state'
    | 'version'
    | 'supplier_id'
  >

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
        'sku.least_per_order',
        'sku.step',
        'product.title',
        'product.image',
        'product.storage_class',
        'product.shelf_life_d',
        'product.claim_window_h',
        'product.state',
        'product.version',
        'product.supplier_id',
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
