/**
 * What produce needs beside its price: limits and steps, grade, size, pack, more pictures, rich text,
 * geographical indication, extension fields; and the rules of the category, which a product may overrule.
 */
import type { Migration } from '@tiantou/platform'
import { type RawBuilder, sql } from 'kysely'

/** A column that filled tables can take: it has a value from the start. */
const filled = (type: RawBuilder<unknown>, value: string | number) =>
  sql`${type} NOT NULL DEFAULT ${sql.lit(value)}`

export const produce: Migration = {
  name: '0004-produce',
  up: async ({ db, column, types }) => {
    const { code, text, int, long } = types
    await column('product_sku', 'least_per_order', filled(int, 1))
    await column('product_sku', 'step', filled(int, 1))
    await column('product_sku', 'grade', filled(code(12), ''))
    await column('product_sku', 'size', filled(text(30), ''))
    await column('product_sku', 'pack', filled(text(40), ''))
    await column('product_product', 'own_storage_class', code(12))
    await column('product_product', 'own_claim_window_h', int)
    await column('product_product', 'shelf_life_d', filled(int, 1))
    await column('product_product', 'documents', filled(code(200), ''))
    await column('product_product', 'more_images', filled(text(1_000), '[]'))
    await column('product_product', 'details', long)
    await column('product_product', 'gi_name', filled(text(40), ''))
    await column('product_product', 'gi_number', filled(text(40), ''))
    await column('product_product', 'extra', long)
    // What products have said so far they go on saying; the rest comes from their root.
    await sql`UPDATE product_product SET
      own_storage_class = storage_class,
      own_claim_window_h = claim_window_h,
      shelf_life_d = (SELECT shelf_life_d FROM product_category WHERE code = product_product.category),
      documents = (SELECT documents FROM product_category WHERE code = product_product.category)
      WHERE own_storage_class IS NULL`.execute(db)
  },
}
