/**
 * The numbers of changes: SQL of its own, because an index that follows products stands or falls with it.
 * Whoever changes a product first takes the next number, and holds the row of the count until the commit; so
 * numbers are committed in their order, and whoever has seen number n will never miss a smaller one.
 */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { ProductRow, ProductTables, SkuRow } from './tables.ts'

const everything = 'all'

/**
 * Takes the next number of a change. It comes first in a command: on MariaDB a read before it would send the
 * command round again whenever somebody else has changed a product since.
 */
export const nextChange = async (tx: Tx<ProductTables>): Promise<number> => {
  await tx
    .updateTable('product_change_count')
    .set((row) => ({ last_no: row('last_no', '+', 1) }))
    .where('id', '=', everything)
    .execute()
  return lastChange(tx)
}

/** The number of the last change of any product. */
export const lastChange = async (db: ReadDb<ProductTables>): Promise<number> => {
  const row = await db
    .selectFrom('product_change_count')
    .select('last_no')
    .where('id', '=', everything)
    .executeTakeFirst()
  return row?.last_no ?? 0
}

/** Notes at products which change was their last, in the transaction that changes them. */
export const numberChange = async (
  tx: Tx<ProductTables>,
  ids: readonly string[],
  no: number,
): Promise<void> => {
  if (ids.length === 0) return
  await tx
    .updateTable('product_product')
    .set({ change_no: no })
    .where('id', 'in', [...ids])
    .execute()
}

export interface ChangePlace {
  readonly no: number
  readonly id: string
}

/** Products in the order of their last changes, behind a place. */
export const changedSince = (
  db: ReadDb<ProductTables>,
  { no, id }: ChangePlace,
  limit: number,
): Promise<ProductRow[]> =>
  db
    .selectFrom('product_product')
    .selectAll()
    .where(({ or, and, eb }) =>
      or([eb('change_no', '>', no), and([eb('change_no', '=', no), eb('id', '>', id)])]),
    )
    .orderBy('change_no')
    .orderBy('id')
    .limit(limit)
    .execute()

/** The SKUs of several products, by product, each in their order. */
export const skusByProduct = async (
  db: ReadDb<ProductTables>,
  productIds: readonly string[],
): Promise<Map<string, SkuRow[]>> => {
  if (productIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('product_sku')
    .selectAll()
    .where('product_id', 'in', [...productIds])
    .orderBy('position')
    .execute()
  return Map.groupBy(rows, (row) => row.product_id)
}
