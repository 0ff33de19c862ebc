/** SQL about whose product it is. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { ProductRow, ProductTables } from '../tables.ts'

/** False when there is no such product. */
export const setSupplier = async (
  tx: Tx<ProductTables>,
  productId: string,
  supplierId: string | null,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('product_product')
    .set({ supplier_id: supplierId })
    .where('id', '=', productId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Products by id with whose they are. */
export const suppliersOf = (
  db: ReadDb<ProductTables>,
  ids: readonly string[],
): Promise<Pick<ProductRow, 'id' | 'supplier_id'>[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('product_product')
        .select(['id', 'supplier_id'])
        .where('id', 'in', [...ids])
        .execute()
