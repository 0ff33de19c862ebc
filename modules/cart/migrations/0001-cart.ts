/** The lines of every cart, and one row a cart at which new lines take turns. */
import type { Migration } from '@tiantou/platform'

export const cart: Migration = {
  name: '0001-cart',
  up: async ({ table, types }) => {
    await table('cart_line')
      .addColumn('owner', types.code(80), (column) => column.notNull())
      .addColumn('sku_id', types.id, (column) => column.notNull())
      .addColumn('quantity', types.int, (column) => column.notNull())
      .addColumn('selected', types.int, (column) => column.notNull())
      .addColumn('added_at', types.int, (column) => column.notNull())
      .addPrimaryKeyConstraint('cart_line_pk', ['owner', 'sku_id'])
      .execute()
    await table('cart_owner')
      .addColumn('owner', types.code(80), (column) => column.primaryKey().notNull())
      .addColumn('turns', types.int, (column) => column.notNull())
      .execute()
  },
}
