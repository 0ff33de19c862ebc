/** SQL of SKUs that might stand in for another one: on sale, of the same category and the same seller. */
import type { ReadDb } from '@tiantou/platform'
import type { ProductTables } from '../tables.ts'

/** So many products of one category are looked at. */
const most = 50

/** Ids of SKUs of other and the same product, but for the one itself. */
export const sameKind = async (db: ReadDb<ProductTables>, skuId: string): Promise<string[]> => {
  const own = await db
    .selectFrom('product_sku as sku')
    .innerJoin('product_product as product', 'product.id', 'sku.product_id')
    .select(['product.category', 'product.supplier_id'])
    .where('sku.id', '=', skuId)
    .executeTakeFirst()
  if (own === undefined) return []
  const { category, supplier_id } = own
  const products = await db
    .selectFrom('product_product')
    .select('id')
    .where('state', '=', 'on_sale')
    .where('category', '=', category)
    .where('supplier_id', supplier_id === null ? 'is' : '=', supplier_id)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  if (products.length === 0) return []
  const ids = products.map((row) => row.id)
  const skus = await db.selectFrom('product_sku').select('id').where('product_id', 'in', ids).execute()
  return skus.map((row) => row.id).filter((id) => id !== skuId)
}
