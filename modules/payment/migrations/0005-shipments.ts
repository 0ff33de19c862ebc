/** Shipments that WeChat is to be told of, one a payment. */
import type { Migration } from '@tiantou/platform'

export const shipments: Migration = {
  name: '0005-shipments',
  up: async ({ table, types, index }) => {
    await table('payment_shipment')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('carrier', types.text(30), (column) => column.notNull())
      .addColumn('tracking_no', types.text(40), (column) => column.notNull())
      .addColumn('state', types.code(20), (column) => column.notNull())
      .addColumn('code', types.code(40))
      .addColumn('shipped_at', types.int, (column) => column.notNull())
      .addColumn('asks', types.int, (column) => column.notNull())
      .addColumn('next_ask_at', types.int, (column) => column.notNull())
      .addColumn('version', types.int, (column) => column.notNull())
      .execute()
    await index('payment_shipment_due', 'payment_shipment', ['state', 'next_ask_at'])
    await index('payment_shipment_stuck', 'payment_shipment', ['state', 'id'])
  },
}
