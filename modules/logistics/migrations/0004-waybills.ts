/** Numbers of parcels at their carriers: asked for, given, followed on the road; and what carriers charge. */
import type { Migration } from '@tiantou/platform'

export const waybills: Migration = {
  name: '0004-waybills',
  up: async ({ table, types, index, history }) => {
    await table('logistics_waybill')
      .addColumn('id', types.id, (column) => column.notNull().primaryKey())
      .addColumn('order_id', types.id, (column) => column.notNull())
      .addColumn('state', types.code(12), (column) => column.notNull())
      .addColumn('storage_class', types.code(10), (column) => column.notNull())
      .addColumn('region_code', types.code(6))
      .addColumn('grams', types.int, (column) => column.notNull())
      .addColumn('carrier', types.code(30), (column) => column.notNull())
      .addColumn('tracking_no', types.text(40))
      .addColumn('destination_code', types.text(40), (column) => column.notNull())
      .addColumn('label_url', types.text(300), (column) => column.notNull())
      .addColumn('by_hand', types.int, (column) => column.notNull())
      .addColumn('cost_fen', types.int)
      .addColumn('code', types.code(60), (column) => column.notNull())
      .addColumn('subscribed', types.int, (column) => column.notNull())
      .addColumn('asks', types.int, (column) => column.notNull())
      .addColumn('tries', types.int, (column) => column.notNull())
      .addColumn('ask_at', types.int)
      .addColumn('wanted_at', types.int, (column) => column.notNull())
      .addColumn('version', types.int, (column) => column.notNull())
      .execute()
    await index('logistics_waybill_due', 'logistics_waybill', ['ask_at', 'id'])
    await index('logistics_waybill_order', 'logistics_waybill', ['order_id'])
    await index('logistics_waybill_no', 'logistics_waybill', ['tracking_no', 'carrier'])
    await index('logistics_waybill_state', 'logistics_waybill', ['state', 'id'])
    await history('logistics_history')
  },
}
