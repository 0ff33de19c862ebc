/** What a channel said of a transfer and cannot be right, kept for a person. */
import type { Migration } from '@tiantou/platform'

export const suspicions: Migration = {
  name: '0003-suspicions',
  up: async ({ table, types, index }) => {
    await table('supplier_suspicion')
      .addColumn('id', types.code(100), (column) => column.primaryKey().notNull())
      .addColumn('withdrawal_id', types.id, (column) => column.notNull())
      .addColumn('code', types.code(20), (column) => column.notNull())
      .addColumn('word', types.code(20), (column) => column.notNull())
      .addColumn('said_fen', types.int)
      .addColumn('channel_ref', types.code(80), (column) => column.notNull())
      .addColumn('own_state', types.code(20), (column) => column.notNull())
      .addColumn('own_fen', types.int, (column) => column.notNull())
      .addColumn('first_at', types.int, (column) => column.notNull())
      .addColumn('last_at', types.int, (column) => column.notNull())
      .addColumn('times', types.int, (column) => column.notNull())
      .execute()
    await index('supplier_suspicion_last', 'supplier_suspicion', ['last_at', 'id'])
  },
}
