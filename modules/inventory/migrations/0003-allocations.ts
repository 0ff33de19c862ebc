/**
 * Lots that may be held, what of each place is allocated to which order, and counts that wait for a second
 * person. Every lot from before can be sold, and nothing of it is allocated.
 */
import { sql } from 'kysely'
import type { Migration } from '@tiantou/platform'

export const allocations: Migration = {
  name: '0003-allocations',
  up: async ({ db, table, column, types, index, history }) => {
    await column('inventory_lot', 'state', types.code(12))
    await column('inventory_lot', 'version', types.int)
    await column('inventory_place', 'held', types.int)
    await column('inventory_place', 'allocated', types.int)
    await sql`UPDATE inventory_lot SET state = 'sellable', version = 1 WHERE state IS NULL`.execute(db)
    await sql`UPDATE inventory_place SET held = 0, allocated = 0 WHERE allocated IS NULL`.execute(db)
    await index('inventory_place_fefo', 'inventory_place', ['sku_id', 'held', 'use_by', 'lot_id'])
    await table('inventory_allocation')
      .addColumn('order_id', types.id, (made) => made.notNull())
      .addColumn('sku_id', types.id, (made) => made.notNull())
      .addColumn('lot_id', types.id, (made) => made.notNull())
      .addColumn('location', types.code(20), (made) => made.notNull())
      .addColumn('pieces', types.int, (made) => made.notNull())
      .addColumn('state', types.code(12), (made) => made.notNull())
      .addPrimaryKeyConstraint('inventory_allocation_pk', ['order_id', 'sku_id', 'lot_id', 'location'])
      .execute()
    await index('inventory_allocation_lot', 'inventory_allocation', ['lot_id', 'order_id'])
    await history('inventory_history')
    await table('inventory_count')
      .addColumn('id', types.id, (made) => made.primaryKey().notNull())
      .addColumn('lot_id', types.id, (made) => made.notNull())
      .addColumn('location', types.code(20), (made) => made.notNull())
      .addColumn('difference', types.int, (made) => made.notNull())
      .addColumn('difference_g', types.int, (made) => made.notNull())
      .addColumn('note', types.text(200), (made) => made.notNull())
      .addColumn('state', types.code(12), (made) => made.notNull())
      .addColumn('counted_by', types.code(80), (made) => made.notNull())
      .addColumn('at', types.int, (made) => made.notNull())
      .addColumn('version', types.int, (made) => made.notNull())
      .execute()
    await index('inventory_count_state', 'inventory_count', ['state', 'id'])
  },
}
