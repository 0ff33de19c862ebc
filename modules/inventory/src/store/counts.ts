/** SQL of counts that wait for a second person. */
import type { ReadDb, Tx } from '@tiantou/platform'
import { countState } from '../states.ts'
import type { CountRow, InventoryTables } from '../tables.ts'

export const insertCount = async (tx: Tx<InventoryTables>, row: CountRow): Promise<void> => {
  await tx.insertInto('inventory_count').values(row).execute()
}

export const findCount = (db: ReadDb<InventoryTables>, countId: string): Promise<CountRow | undefined> =>
  db.selectFrom('inventory_count').selectAll().where('id', '=', countId).executeTakeFirst()

/** Counts that wait, oldest first, behind one of them. */
export const waitingCounts = (
  db: ReadDb<InventoryTables>,
  after: string | undefined,
  limit: number,
): Promise<CountRow[]> => {
  let query = db.selectFrom('inventory_count').selectAll().where('state', '=', countState.initial)
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).execute()
}
