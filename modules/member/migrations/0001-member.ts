/** Favourites, browsing history, what was bought, and one row a shopper. */
import type { Migration } from '@tiantou/platform'

export const member: Migration = {
  name: '0001-member',
  up: async ({ table, types, index }) => {
    await table('member_favourite')
      .addColumn('user_id', types.id, (column) => column.notNull())
      .addColumn('product_id', types.id, (column) => column.notNull())
      .addColumn('marked_at', types.int, (column) => column.notNull())
      .addPrimaryKeyConstraint('member_favourite_pk', ['user_id', 'product_id'])
      .execute()
    await index('member_favourite_newest', 'member_favourite', ['user_id', 'marked_at', 'product_id'])
    await table('member_view')
      .addColumn('user_id', types.id, (column) => column.notNull())
      .addColumn('product_id', types.id, (column) => column.notNull())
      .addColumn('viewed_at', types.int, (column) => column.notNull())
      .addPrimaryKeyConstraint('member_view_pk', ['user_id', 'product_id'])
      .execute()
    await index('member_view_newest', 'member_view', ['user_id', 'viewed_at', 'product_id'])
    await index('member_view_oldest', 'member_view', ['viewed_at'])
    await table('member_bought')
      .addColumn('user_id', types.id, (column) => column.notNull())
      .addColumn('sku_id', types.id, (column) => column.notNull())
      .addColumn('product_id', types.id, (column) => column.notNull())
      .addColumn('times', types.int, (column) => column.notNull())
      .addColumn('last_at', types.int, (column) => column.notNull())
      .addPrimaryKeyConstraint('member_bought_pk', ['user_id', 'sku_id'])
      .execute()
    await index('member_bought_newest', 'member_bought', ['user_id', 'last_at', 'sku_id'])
    await table('member_shopper')
      .addColumn('user_id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('favourites', types.int, (column) => column.notNull())
      .addColumn('keeps_history', types.int, (column) => column.notNull())
      .execute()
  },
}
