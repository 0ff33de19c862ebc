/** Freight rates, one row for each storage class and region that has one of its own. */
import type { Migration } from '@tiantou/platform'

export const rates: Migration = {
  name: '0001-rates',
  up: async ({ table, types }) => {
    await table('logistics_rate')
      .addColumn('storage_class', types.code(10), (column) => column.notNull())
      .addColumn('region', types.code(6), (column) => column.notNull())
      .addColumn('delivers', types.int, (column) => column.notNull())
      .addColumn('unit', types.code(10), (column) => column.notNull())
      .addColumn('first_units', types.int, (column) => column.notNull())
      .addColumn('first_fen', types.int, (column) => column.notNull())
      .addColumn('step_units', types.int, (column) => column.notNull())
      .addColumn('step_fen', types.int, (column) => column.notNull())
      .addColumn('free_from_fen', types.int)
      .addPrimaryKeyConstraint('logistics_rate_pk', ['region', 'storage_class'])
      .execute()
  },
}
