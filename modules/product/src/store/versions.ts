/** The SQL statements about versions: what a product with its SKUs looked like, one row each time. */
import type { ReadDb, Tx } from '@tiantou/platform'
import { numberChange } from '../changes.ts'
import { wholesOf } from '../store.ts'
import type { ProductRow, ProductTables, SkuRow, VersionRow } from '../tables.ts'

/** A product with its SKUs. */
export interface Whole {
  readonly product: ProductRow
  readonly skus: readonly SkuRow[]
}

const toRow = ({ product, skus }: Whole, now: number): VersionRow => ({
  product_id: product.id,
  version: product.version,
  at: now,
  snapshot: JSON.stringify({ product, skus }),
})

/** Keeps what stands there now under its version. */
export const keepWholes = async (
  tx: Tx<ProductTables>,
  wholes: readonly Whole[],
  now: number,
): Promise<void> => {
  if (wholes.length === 0) return
  await tx
    .insertInto('product_version')
    .values(wholes.map((whole) => toRow(whole, now)))
    .execute()
}

/** When products were changed, and the number of that change. */
export interface Change {
  readonly now: number
  readonly no: number
}

/** Numbers products that were changed, keeps their new versions, and answers them. */
export const keepVersions = async (
  tx: Tx<ProductTables>,
  productIds: readonly string[],
  { now, no }: Change,
): Promise<Whole[]> => {
  await numberChange(tx, productIds, no)
  const wholes = await wholesOf(tx, productIds)
  await keepWholes(tx, wholes, now)
  return wholes
}

/** A product as it stood at a version; undefined when it never had it. */
export const versionOf = async (
  db: ReadDb<ProductTables>,
  productId: string,
  version: number,
): Promise<{ readonly at: number; readonly whole: Whole } | undefined> => {
  const row = await db
    .selectFrom('product_version')
    .select(['at', 'snapshot'])
    .where('product_id', '=', productId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row === undefined ? undefined : { at: row.at, whole: JSON.parse(row.snapshot) as Whole }
}
