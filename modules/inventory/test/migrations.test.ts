/** The later migrations on tables that are filled: what lay somewhere still lies somewhere, to the gram. */
import { DATABASES, migrate, scratchDatabase } from '@tiantou/platform/testing'
import { expect, test } from 'vitest'
import { inventoryModule } from '../src/index.ts'

const [first, ...later] = inventoryModule.migrations

const OLD_LOT = { sku_id: 'sku_1', harvested_at: 1, use_by: 9, pieces: 9, weight_g: 4_501, received_at: 2 }

test.each(DATABASES)('Filled tables take them, and take them twice, on %s', async (name) => {
  const { database, remove } = await scratchDatabase(name)
  try {
    if (first === undefined) throw new Error('There is no first migration.')
    await migrate(database, 'inventory', [first], 1)
    const db = database.owner()
    const lots = [
      { id: 'lot_1', lot_no: 'A', left_pieces: 4, ...OLD_LOT },
      { id: 'lot_2', lot_no: 'B', left_pieces: 0, ...OLD_LOT },
    ]
    await db.insertInto('inventory_lot').values(lots).execute()
    await db.insertInto('inventory_stock').values({ sku_id: 'sku_1', available: 4 }).execute()
    const old = { sku_id: 'sku_1', lot_id: 'lot_1', order_id: null, at: 3 }
    const movements = [
      { id: 'mov_1', kind: 'received', pieces: 9, ...old },
      { id: 'mov_2', kind: 'dispatched', pieces: 5, ...old },
    ]
    await db.insertInto('inventory_movement').values(movements).execute()

    await migrate(database, 'inventory', [first, ...later], 2)
    await db.deleteFrom('inventory_migration').where('name', '<>', first.name).execute()
    await migrate(database, 'inventory', [first, ...later], 3)

    expect(await db.selectFrom('inventory_place').selectAll().execute()).toEqual([
      {
        lot_id: 'lot_1',
        location: 'main',
        sku_id: 'sku_1',
        use_by: 9,
        pieces: 4,
        weight_g: 2_000,
        held: 0,
        allocated: 0,
      },
    ])
    const rows = await db.selectFrom('inventory_movement').selectAll().orderBy('id').execute()
    expect(rows).toMatchObject([
      { kind: 'received', pieces: 9, location: 'main', reason: '', actor_kind: 'system' },
      { kind: 'dispatched', pieces: -5, location: 'main', reason: '', actor_kind: 'system' },
    ])
    expect(await db.selectFrom('inventory_location').select('code').execute()).toEqual([{ code: 'main' }])
    const lot = await db.selectFrom('inventory_lot').selectAll().executeTakeFirst()
    expect(lot).not.toHaveProperty('left_pieces')
    expect(lot).toMatchObject({ state: 'sellable', version: 1 })
  } finally {
    await database.close()
    await remove()
  }
})
