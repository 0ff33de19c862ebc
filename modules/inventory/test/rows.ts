/** Looks at inventory's rows and the house's outbox directly: what no query shows, tests must still see. */
import type { ReadDb } from '@tiantou/platform'
import type { TestHouse } from '@tiantou/platform/testing'
import type { InventoryTables } from '../src/tables.ts'

const db = (house: TestHouse) =>
  house.database.reader('inventory', true) as unknown as ReadDb<InventoryTables>

/** The reservation of one order, line by line. */
export const reservationsOf = (house: TestHouse, order: string) =>
  db(house)
    .selectFrom('inventory_reservation')
    .selectAll()
    .where('order_id', '=', order)
    .orderBy('line_no')
    .execute()

/** The movements of one SKU, oldest first. */
export const movementsOf = (house: TestHouse, sku: string) =>
  db(house)
    .selectFrom('inventory_movement')
    .selectAll()
    .where('sku_id', '=', sku)
    .orderBy('at')
    .orderBy('id')
    .execute()

/** The lots of these SKUs. */
export const lotsOf = (house: TestHouse, skus: readonly string[]) =>
  db(house).selectFrom('inventory_lot').selectAll().where('sku_id', 'in', skus).execute()

/** Where these SKUs lie. */
export const placesOf = (house: TestHouse, skus: readonly string[]) =>
  db(house).selectFrom('inventory_place').selectAll().where('sku_id', 'in', skus).execute()

/** The corridor's table of events; a test may look where its module must not. */
const outboxTable = ['platform', 'outbox'].join('_')

const outbox = async (house: TestHouse) => {
  const rows = await house.database.reader('platform', true).selectFrom(outboxTable).selectAll().execute()
  return rows.map((row) => ({
    id: String(row['id']),
    name: String(row['name']),
    payload: JSON.parse(String(row['payload'])) as unknown,
  }))
}

/** Remembers which events there are; `since` gives name and payload of those that came after, once. */
export const soFar = async (house: TestHouse) => {
  const seen = new Set((await outbox(house)).map((event) => event.id))
  return {
    since: async (): Promise<[string, unknown][]> => {
      const fresh = (await outbox(house)).filter((event) => !seen.has(event.id))
      for (const event of fresh) seen.add(event.id)
      return fresh.map(({ name, payload }) => [name, payload])
    },
  }
}
