/** Numbers for the changes of products, so that an index can ask what changed since. */
import type { Migration } from '@tiantou/platform'

const everything = 'all'

export const changes: Migration = {
  name: '0002-changes',
  up: async ({ db, table, column, types, index }) => {
    await column('product_product', 'change_no', types.int)
    await db.updateTable('product_product').set({ change_no: 0 }).where('change_no', 'is', null).execute()
    await index('product_product_change', 'product_product', ['change_no', 'id'])
    await table('product_change_count')
      .addColumn('id', types.code(8), (made) => made.primaryKey().notNull())
      .addColumn('last_no', types.int, (made) => made.notNull())
      .execute()
    const row = await db.selectFrom('product_change_count').select('id').executeTakeFirst()
    if (row === undefined)
      await db.insertInto('product_change_count').values({ id: everything, last_no: 0 }).execute()
  },
}
