/** Every SQL statement of module search on the database; those of the index are in shelf.ts. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { SearchTables } from './tables.ts'

const everything = 'all'

/** Counts the rebuilds that were asked for up by one. */
export const countRebuild = async (tx: Tx<SearchTables>, now: number): Promise<void> => {
  await tx
    .updateTable('search_rebuild')
    .set((row) => ({ generation: row('generation', '+', 1), asked_at: now }))
    .where('id', '=', everything)
    .execute()
}

/** The last rebuild that was asked for. */
export const lastRebuild = async (
  db: ReadDb<SearchTables>,
): Promise<{ generation: number; asked_at: number | null }> => {
  const row = await db
    .selectFrom('search_rebuild')
    .select(['generation', 'asked_at'])
    .where('id', '=', everything)
    .executeTakeFirst()
  return row ?? { generation: 0, asked_at: null }
}
