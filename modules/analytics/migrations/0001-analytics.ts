/** Behaviour events, and how many of them each day holds. */
import type { Migration } from '@tiantou/platform'

export const analytics: Migration = {
  name: '0001-analytics',
  up: async ({ table, types, index }) => {
    await table('analytics_event')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('day', types.int, (column) => column.notNull())
      .addColumn('hour', types.int, (column) => column.notNull())
      .addColumn('kind', types.code(8), (column) => column.notNull())
      .addColumn('product_id', types.id, (column) => column.notNull())
      .addColumn('sku_id', types.id, (column) => column.notNull())
      .addColumn('query', types.text(60), (column) => column.notNull())
      .addColumn('visit', types.code(32), (column) => column.notNull())
      .addColumn('client', types.code(8), (column) => column.notNull())
      .addColumn('pieces', types.int, (column) => column.notNull())
      .execute()
    await index('analytics_event_counts', 'analytics_event', ['day', 'kind', 'product_id'])
    await table('analytics_day')
      .addColumn('day', types.int, (column) => column.notNull())
      .addColumn('share', types.int, (column) => column.notNull())
      .addColumn('events', types.int, (column) => column.notNull())
      .addPrimaryKeyConstraint('analytics_day_pk', ['day', 'share'])
      .execute()
  },
}
