/** One toy table for the suites of the database seam, on a scratch database of any kind. */
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import type { AnyTables, Database, Tx, Unit } from '../src/db/database.ts'
import { migrate, type Migration } from '../src/db/migrate.ts'
import { type DatabaseName, type Scratch, scratchDatabase } from '../src/testing/index.ts'

export const toyMigration: Migration = {
  name: '0001-toys',
  up: async ({ table, types, index }) => {
    await table('toy_row')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('n', types.int, (column) => column.notNull())
      .addColumn('word', types.text(200))
      .execute()
    await index('toy_row_word', 'toy_row', ['word'], true)
  },
}

/** A scratch database with the table `toy_row`, gone with the test. */
export const toyDatabase = async (name: DatabaseName): Promise<Scratch> => {
  const scratch = await scratchDatabase(name)
  onTestFinished(async () => {
    await scratch.database.close()
    await scratch.remove()
  })
  await migrate(scratch.database, 'toy', [toyMigration], 0)
  return scratch
}

export const toyTx = (unit: Unit): Tx<AnyTables> => unit.handle('toy')

/** Inserts one row and keeps it. */
export const put = (database: Database, id: string, n = 1, word: string | null = null): Promise<void> =>
  database.transact(async (unit) => {
    await toyTx(unit).insertInto('toy_row').values({ id, n, word }).execute()
    return { keep: true, value: undefined }
  })

/** Ids of all rows, in order. */
export const idsIn = async (database: Database): Promise<string[]> => {
  const rows = await database.reader('toy', true).selectFrom('toy_row').select('id').orderBy('id').execute()
  return rows.map((row) => String(row['id']))
}

/** Runs one raw statement through a handle. */
export const raw = (handle: Pick<Tx<AnyTables>, 'getExecutor'>, text: string): Promise<unknown> =>
  sql.raw(text).execute(handle as never)
