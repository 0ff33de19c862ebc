/** The number of the last rebuild that was asked for. */
import type { Migration } from '@tiantou/platform'

export const search: Migration = {
  name: '0001-search',
  up: async ({ db, table, types }) => {
    await table('search_rebuild')
      .addColumn('id', types.code(8), (column) => column.primaryKey().notNull())
      .addColumn('generation', types.int, (column) => column.notNull())
      .addColumn('asked_at', types.int)
      .execute()
    const row = await db.selectFrom('search_rebuild').select('id').executeTakeFirst()
    if (row === undefined)
      await db.insertInto('search_rebuild').values({ id: 'all', generation: 0, asked_at: null }).execute()
  },
}
