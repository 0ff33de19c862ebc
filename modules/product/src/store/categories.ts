/** The SQL statements about the tree of categories, and about products that follow its rules. */
import { from, to } from '@tiantou/kernel'
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import { sql } from 'kysely'
import { category } from '../states.ts'
import type { CategoryRow, ProductTables } from '../tables.ts'

type ProductTx = Tx<ProductTables>
type ProductDb = ReadDb<ProductTables>

/** Waits for whoever else changes the tree; what is read after it stays true until the commit. */
export const lockTree = async (tx: ProductTx): Promise<void> => {
  await tx
    .updateTable('product_tree')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', 'tree')
    .execute()
}

/** The whole tree, in no order. */
export const categoriesOf = (db: ProductDb): Promise<CategoryRow[]> =>
  db.selectFrom('product_category').selectAll().execute()

/** Adds a category; false when the code is taken. */
export const insertCategory = (tx: ProductTx, row: CategoryRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('product_category').values(row).execute())

/** Writes what may change of a category. */
export const updateCategory = async (
  tx: ProductTx,
  code: string,
  change: Partial<Omit<CategoryRow, 'code' | 'state' | 'named'>>,
): Promise<void> => {
  await tx.updateTable('product_category').set(change).where('code', '=', code).execute()
}

/** Notes that a product names a category, so that nobody retires it meanwhile; undefined where none lives. */
export const nameCategory = async (tx: ProductTx, code: string): Promise<CategoryRow | undefined> => {
  const { numUpdatedRows } = await tx
    .updateTable('product_category')
    .set(({ eb }) => ({ named: eb('named', '+', 1) }))
    .where('code', '=', code)
    .where('state', '=', 'live')
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return undefined
  return tx.selectFrom('product_category').selectAll().where('code', '=', code).executeTakeFirst()
}

/** Whether any product, in whatever state, names the category. */
export const isNamed = async (db: ProductDb, code: string): Promise<boolean> =>
  (await db
    .selectFrom('product_product')
    .select('id')
    .where('category', '=', code)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Categories whose products may not follow yet. */
export const dueCategories = async (db: ProductDb): Promise<string[]> => {
  const rows = await db.selectFrom('product_category').select('code').where('due', '=', 1).execute()
  return rows.map((row) => row.code)
}

/** Products of these categories that do not follow their rules. */
export const laggards = async (db: ProductDb, codes: readonly string[], limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('product_product as product')
    .innerJoin('product_category as category', 'category.code', 'product.category')
    .select('product.id')
    .where('product.category', 'in', codes)
    .where(({ or, eb, fn, ref }) =>
      or([
        eb('product.shelf_life_d', '<>', ref('category.shelf_life_d')),
        eb('product.documents', '<>', ref('category.documents')),
        eb('product.storage_class', '<>', fn.coalesce('product.own_storage_class', 'category.storage_class')),
        eb(
          'product.claim_window_h',
          '<>',
          fn.coalesce('product.own_claim_window_h', 'category.claim_window_h'),
        ),
      ]),
    )
    .orderBy('product.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

const ruleOf = (column: 'storage_class' | 'shelf_life_d' | 'claim_window_h' | 'documents') =>
  sql<never>`(SELECT ${sql.ref(column)} FROM product_category WHERE code = product_product.category)`

/** Gives products what their categories say now, where they say nothing themselves, and counts them up. */
export const followRules = async (tx: ProductTx, ids: readonly string[]): Promise<void> => {
  await tx
    .updateTable('product_product')
    .set(({ eb }) => ({
      storage_class: sql<never>`COALESCE(own_storage_class, ${ruleOf('storage_class')})`,
      claim_window_h: sql<never>`COALESCE(own_claim_window_h, ${ruleOf('claim_window_h')})`,
      shelf_life_d: ruleOf('shelf_life_d'),
      documents: ruleOf('documents'),
      version: eb('version', '+', 1),
    }))
    .where('id', 'in', ids)
    .execute()
}

/** Notes that all products of these categories follow. */
export const settleCategories = async (tx: ProductTx, codes: readonly string[]): Promise<void> => {
  await tx.updateTable('product_category').set({ due: 0 }).where('code', 'in', codes).execute()
}

/** Moves a category to its end; false where it stands elsewhere, or is none. Its key is its code, no id. */
export const retire = async (tx: ProductTx, code: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('product_category')
    .set(({ eb }) => ({ state: to(category, 'retire'), version: eb('version', '+', 1) }))
    .where('code', '=', code)
    .where('state', 'in', from(category, 'retire'))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
