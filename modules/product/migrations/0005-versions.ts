/** What each version of a product looked like; of products that are there, the version that they have. */
import type { Migration } from '@tiantou/platform'

const BITE = 100

export const versions: Migration = {
  name: '0005-versions',
  up: async ({ db, table, types }) => {
    await table('product_version')
      .addColumn('product_id', types.id, (column) => column.notNull())
      .addColumn('version', types.int, (column) => column.notNull())
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('snapshot', types.long, (column) => column.notNull())
      .addPrimaryKeyConstraint('product_version_pk', ['product_id', 'version'])
      .execute()
    for (let last = ''; ;) {
      const products = await db
        .selectFrom('product_product')
        .selectAll()
        .where('id', '>', last)
        .orderBy('id')
        .limit(BITE)
        .execute()
      if (products.length === 0) return
      const ids = products.map((row) => String(row['id']))
      const skus = await db
        .selectFrom('product_sku')
        .selectAll()
        .where('product_id', 'in', ids)
        .orderBy('position')
        .execute()
      const rows = products.map((product) => ({
        product_id: product['id'],
        version: product['version'],
        at: product['created_at'],
        snapshot: JSON.stringify({
          product,
          skus: skus.filter((sku) => sku['product_id'] === product['id']),
        }),
      }))
      // A crash may have left some of them.
      await db.deleteFrom('product_version').where('product_id', 'in', ids).execute()
      await db.insertInto('product_version').values(rows).execute()
      last = ids.at(-1) as string
    }
  },
}
