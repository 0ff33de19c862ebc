/**
 * The table of what was set at run time: rows are added, never changed, and the newest of a name counts.
 */
import type { Kysely, Transaction } from 'kysely'
import { type AnyTables, type ReadDb, type Tx, UniqueConflict } from './db/database.ts'
import type { Migration } from './db/migrate.ts'

interface SettingRow {
  seq: number
  name: string
  /** JSON of the value; empty where the setting was given back to file and code. */
  value: string
  set_by: string
  set_at: number
}

export interface SettingTables {
  platform_setting: SettingRow
}

/** Something that was set, or given back. */
export interface Override {
  readonly seq: number
  readonly name: string
  readonly value: unknown
  readonly isReset: boolean
  readonly by: string
  readonly at: number
}

export const settingMigrations: readonly Migration[] = [
  {
    name: '0001-setting',
    up: async ({ table, types, index }) => {
      await table('platform_setting')
        .addColumn('seq', types.int, (column) => column.primaryKey().notNull())
        .addColumn('name', types.code(120), (column) => column.notNull())
        .addColumn('value', types.long, (column) => column.notNull())
        .addColumn('set_by', types.code(80), (column) => column.notNull())
        .addColumn('set_at', types.int, (column) => column.notNull())
        .execute()
      await index('platform_setting_name', 'platform_setting', ['name', 'seq'])
    },
  },
]

type Db = ReadDb<SettingTables>

const toOverride = (row: SettingRow): Override => ({
  seq: Number(row.seq),
  name: row.name,
  value: row.value === '' ? null : (JSON.parse(row.value) as unknown),
  isReset: row.value === '',
  by: row.set_by,
  at: Number(row.set_at),
})

/** The newest override of every name. */
export const overridesIn = async (
  db: Db | Kysely<AnyTables> | Transaction<AnyTables>,
): Promise<ReadonlyMap<string, Override>> => {
  const rows = await (db as Db).selectFrom('platform_setting').selectAll().orderBy('seq').execute()
  return new Map(rows.map((row) => [row.name, toOverride(row)]))
}

/** What was set of one name, newest first; `before` is where the last page ended. */
export const historyIn = async (
  db: Db,
  name: string,
  limit: number,
  before: number | undefined,
): Promise<Override[]> => {
  let query = db.selectFrom('platform_setting').selectAll().where('name', '=', name)
  if (before !== undefined) query = query.where('seq', '<', before)
  return (await query.orderBy('seq', 'desc').limit(limit).execute()).map(toOverride)
}

/** Adds a row under the next number; somebody who sets at the same time may have taken it, then the next. */
export const insertOverride = async (
  tx: Tx<SettingTables>,
  row: { readonly name: string; readonly value: unknown; readonly by: string; readonly at: number },
): Promise<void> => {
  const last = await tx
    .selectFrom('platform_setting')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const value = row.value === undefined ? '' : JSON.stringify(row.value)
  const { name, by: set_by, at: set_at } = row
  for (let seq = Number(last?.seq ?? 0) + 1; ; seq += 1) {
    try {
      await tx.insertInto('platform_setting').values({ seq, name, value, set_by, set_at }).execute()
      return
    } catch (error) {
      if (!(error instanceof UniqueConflict)) throw error
    }
  }
}
