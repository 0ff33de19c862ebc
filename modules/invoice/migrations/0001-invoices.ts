/** Invoices of orders, and who did what to them. */
import type { Migration } from '@tiantou/platform'

export const invoices: Migration = {
  name: '0001-invoices',
  up: async ({ table, index, types, history }) => {
    await table('invoice_invoice')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('order_id', types.id, (column) => column.notNull())
      .addColumn('slot', types.id, (column) => column.notNull())
      .addColumn('user_id', types.id, (column) => column.notNull())
      .addColumn('order_no', types.code(32), (column) => column.notNull())
      .addColumn('state', types.code(12), (column) => column.notNull())
      .addColumn('title_kind', types.code(10), (column) => column.notNull())
      .addColumn('name_sealed', types.long, (column) => column.notNull())
      .addColumn('tax_number_sealed', types.long)
      .addColumn('email_sealed', types.long)
      .addColumn('lines', types.long, (column) => column.notNull())
      .addColumn('amount_fen', types.int, (column) => column.notNull())
      .addColumn('gone_fen', types.int, (column) => column.notNull())
      .addColumn('outdated', types.int, (column) => column.notNull())
      .addColumn('red_asked', types.int, (column) => column.notNull())
      .addColumn('code', types.code(40), (column) => column.notNull())
      .addColumn('number', types.code(40), (column) => column.notNull())
      .addColumn('red_number', types.code(40), (column) => column.notNull())
      .addColumn('fail_code', types.code(80), (column) => column.notNull())
      .addColumn('stuck', types.int, (column) => column.notNull())
      .addColumn('asks', types.int, (column) => column.notNull())
      .addColumn('next_ask_at', types.int)
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('issued_at', types.int)
      .addColumn('ended_at', types.int)
      .addColumn('version', types.int, (column) => column.notNull())
      .execute()
    await index('invoice_slot', 'invoice_invoice', ['slot'], true)
    await index('invoice_of_order', 'invoice_invoice', ['order_id', 'id'])
    await index('invoice_of_user', 'invoice_invoice', ['user_id', 'id'])
    await index('invoice_ask', 'invoice_invoice', ['next_ask_at'])
    await index('invoice_stuck', 'invoice_invoice', ['stuck', 'id'])
    await history('invoice_history')
  },
}
