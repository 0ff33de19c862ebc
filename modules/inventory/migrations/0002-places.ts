/**
 * Where a lot lies and how much of it is there, and movements that say what, where, why and by whom. What was
 * there before lies in the main store.
 */
import { sql } from 'kysely'
import type { Migration } from '@tiantou/platform'

const main = 'main'

export const places: Migration = {
  name: '0002-places',
  up: async ({ db, table, column, dropColumn, hasColumn, types, index }) => {
    await table('inventory_location')
      .addColumn('code', types.code(20), (made) => made.primaryKey().notNull())
      .addColumn('name', types.text(30), (made) => made.notNull())
      .addColumn('created_at', types.int, (made) => made.notNull())
      .execute()
    const known = await db.selectFrom('inventory_location').select('code').executeTakeFirst()
    if (known === undefined)
      await db.insertInto('inventory_location').values({ code: main, name: '主仓', created_at: 0 }).execute()

    await table('inventory_place')
      .addColumn('lot_id', types.id, (made) => made.notNull())
      .addColumn('location', types.code(20), (made) => made.notNull())
      .addColumn('sku_id', types.id, (made) => made.notNull())
      .addColumn('use_by', types.int, (made) => made.notNull())
      .addColumn('pieces', types.int, (made) => made.notNull())
      .addColumn('weight_g', types.int, (made) => made.notNull())
      .addPrimaryKeyConstraint('inventory_place_pk', ['lot_id', 'location'])
      .execute()
    await index('inventory_place_order', 'inventory_place', ['sku_id', 'use_by', 'lot_id'])
    await index('inventory_place_use_by', 'inventory_place', ['use_by', 'lot_id'])
    if (await hasColumn('inventory_lot', 'left_pieces')) {
      await sql`INSERT INTO inventory_place (lot_id, location, sku_id, use_by, pieces, weight_g)
        SELECT id, ${main}, sku_id, use_by, left_pieces, FLOOR(weight_g * 1.0 * left_pieces / pieces)
        FROM inventory_lot WHERE left_pieces > 0
          AND NOT EXISTS (SELECT 1 FROM inventory_place WHERE lot_id = inventory_lot.id)`.execute(db)
      await dropColumn('inventory_lot', 'left_pieces')
    }

    await column('inventory_stock', 'low_at', types.int)
    for (const [name, type] of [
      ['location', types.code(20)],
      ['weight_g', types.int],
      ['reason', types.code(20)],
      ['note', types.text(200)],
      ['actor_kind', types.code(10)],
      ['actor_id', types.code(80)],
    ] as const) {
      await column('inventory_movement', name, type)
    }
    // One statement, so that a repetition finds nothing left to turn round.
    await sql`UPDATE inventory_movement SET
        pieces = CASE WHEN kind = 'dispatched' THEN -pieces ELSE pieces END,
        location = ${main}, weight_g = 0, reason = '', note = '', actor_kind = 'system', actor_id = ''
      WHERE location IS NULL`.execute(db)
    await index('inventory_movement_sku', 'inventory_movement', ['sku_id', 'id'])
  },
}
