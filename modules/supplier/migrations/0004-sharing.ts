/**
 * Suppliers who are paid by sharing: what their contract says, whom the channel pays, each share with its
 * returns and the setting free of the rest, and what statements count of it.
 */
import type { Migration } from '@tiantou/platform'

export const sharing: Migration = {
  name: '0004-sharing',
  up: async ({ db, table, column, index, types }) => {
    await column('supplier_contract', 'pay_by', types.code(10))
    await db.updateTable('supplier_contract').set({ pay_by: 'payout' }).where('pay_by', 'is', null).execute()
    await column('supplier_statement', 'shared_fen', types.int)
    await db
      .updateTable('supplier_statement')
      .set({ shared_fen: 0 })
      .where('shared_fen', 'is', null)
      .execute()
    await table('supplier_receiver')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('supplier_id', types.id, (column) => column.notNull())
      .addColumn('slot', types.id, (column) => column.notNull())
      .addColumn('kind', types.code(10), (column) => column.notNull())
      .addColumn('account_sealed', types.long, (column) => column.notNull())
      .addColumn('state', types.code(12), (column) => column.notNull())
      .addColumn('code', types.code(80), (column) => column.notNull())
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('version', types.int, (column) => column.notNull())
      .execute()
    await index('supplier_receiver_slot', 'supplier_receiver', ['slot'], true)
    await index('supplier_receiver_of', 'supplier_receiver', ['supplier_id'])
    await table('supplier_share')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('order_id', types.code(32), (column) => column.notNull())
      .addColumn('slot', types.code(40), (column) => column.notNull())
      .addColumn('kind', types.code(10), (column) => column.notNull())
      .addColumn('supplier_id', types.code(32), (column) => column.notNull())
      .addColumn('share_id', types.code(32), (column) => column.notNull())
      .addColumn('receiver_id', types.code(32), (column) => column.notNull())
      .addColumn('amount_fen', types.int, (column) => column.notNull())
      .addColumn('state', types.code(12), (column) => column.notNull())
      .addColumn('code', types.code(80), (column) => column.notNull())
      .addColumn('channel_ref', types.code(80), (column) => column.notNull())
      .addColumn('asks', types.int, (column) => column.notNull())
      .addColumn('next_ask_at', types.int)
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('ended_at', types.int)
      .addColumn('version', types.int, (column) => column.notNull())
      .execute()
    await index('supplier_share_slot', 'supplier_share', ['order_id', 'slot'], true)
    await index('supplier_share_ask', 'supplier_share', ['next_ask_at'])
    await index('supplier_share_state', 'supplier_share', ['state', 'id'])
    await index('supplier_shares_of', 'supplier_share', ['supplier_id', 'id'])
  },
}
