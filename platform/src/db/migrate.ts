/**
 * Small, re-runnable, forward-only migrations, one ledger table per module. A crash in the middle leaves
 * steps that are run again: each step must stand being repeated (`ifNotExists`).
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type AnyTables, type Database, type DialectName, tablePrefix } from './database.ts'
import { DIALECTS, type ColumnTypes } from './dialect.ts'

export interface MigrationTools {
  readonly db: Kysely<AnyTables>
  readonly dialect: DialectName
  readonly types: ColumnTypes
  /** Starts `CREATE TABLE IF NOT EXISTS` with the dialect's table options. */
  table(name: string): ReturnType<Kysely<AnyTables>['schema']['createTable']>
  /** Adds a column that may be null, unless it exists. */
  column(table: string, name: string, type: RawBuilder<unknown>): Promise<void>
  hasColumn(table: string, name: string): Promise<boolean>
  /** Drops a column, where it still exists; no index may stand on it. */
  dropColumn(table: string, name: string): Promise<void>
  /** Creates an index unless it exists. */
  index(name: string, table: string, columns: readonly string[], unique?: boolean): Promise<void>
  /** Drops an index, where it still exists. */
  dropIndex(name: string, table: string): Promise<void>
  /** Creates the table that `move` and `recordHistory` write to, with the index by which it is read. */
  history(name: string): Promise<void>
}

export interface Migration {
  /** `0001-orders`: number, then words. */
  readonly name: string
  up(tools: MigrationTools): Promise<void>
}

const indexExists = async (db: Kysely<AnyTables>, dialect: DialectName, table: string, name: string) => {
  if (dialect === 'sqlite') return false // CREATE INDEX IF NOT EXISTS is enough
  const found = await sql<{ n: number }>`SELECT COUNT(*) AS n FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = ${table} AND index_name = ${name}`.execute(db)
  return Number(found.rows[0]?.n ?? 0) > 0
}

const columnExists = async (db: Kysely<AnyTables>, dialect: DialectName, table: string, name: string) => {
  const found = await (
    dialect === 'sqlite'
      ? sql<{ n: number }>`SELECT COUNT(*) AS n FROM pragma_table_info(${table}) WHERE name = ${name}`
      : sql<{ n: number }>`SELECT COUNT(*) AS n FROM information_schema.columns
          WHERE table_schema = DATABASE() AND table_name = ${table} AND column_name = ${name}`
  ).execute(db)
  return Number(found.rows[0]?.n ?? 0) > 0
}

/** Who moved what from where to where, when and why: the columns of `HistoryRow`. */
const addHistory = async ({ table, types, index }: Omit<MigrationTools, 'history'>, name: string) => {
  await table(name)
    .addColumn('id', types.id, (column) => column.primaryKey().notNull())
    .addColumn('subject_id', types.code(60), (column) => column.notNull())
    .addColumn('axis', types.code(20), (column) => column.notNull())
    .addColumn('transition', types.code(30), (column) => column.notNull())
    .addColumn('to_state', types.code(20), (column) => column.notNull())
    .addColumn('actor_kind', types.code(10), (column) => column.notNull())
    .addColumn('actor_id', types.code(80), (column) => column.notNull())
    .addColumn('at', types.int, (column) => column.notNull())
    .addColumn('note', types.text(200), (column) => column.notNull())
    .execute()
  await index(`${name}_of`, name, ['subject_id', 'id'])
}

const toolsOf = (database: Database): MigrationTools => {
  const db = database.owner()
  const { dialect } = database
  const row = DIALECTS[dialect]
  const tools: Omit<MigrationTools, 'history'> = {
    db,
    dialect,
    types: row.types,
    table: (name) => db.schema.createTable(name).ifNotExists().modifyEnd(row.tableEnd),
    column: async (table, name, type) => {
      if (await columnExists(db, dialect, table, name)) return
      await db.schema.alterTable(table).addColumn(name, type).execute()
    },
    hasColumn: (table, name) => columnExists(db, dialect, table, name),
    dropColumn: async (table, name) => {
      if (await columnExists(db, dialect, table, name))
        await db.schema.alterTable(table).dropColumn(name).execute()
    },
    index: async (name, table, columns, unique = false) => {
      if (await indexExists(db, dialect, table, name)) return
      let builder = db.schema
        .createIndex(name)
        .on(table)
        .columns([...columns])
      if (dialect === 'sqlite') builder = builder.ifNotExists()
      await (unique ? builder.unique() : builder).execute()
    },
    dropIndex: async (name, table) => {
      if (dialect === 'sqlite') await db.schema.dropIndex(name).ifExists().execute()
      else if (await indexExists(db, dialect, table, name))
        await db.schema.dropIndex(name).on(table).execute()
    },
  }
  return { ...tools, history: (name) => addHistory(tools, name) }
}

/** Runs what is missing, in order, and notes each in `<module>_migration`. Returns the names that ran. */
export const migrate = async (
  database: Database,
  module: string,
  migrations: readonly Migration[],
  now: number,
): Promise<readonly string[]> => {
  const tools = toolsOf(database)
  const ledger = `${tablePrefix(module)}migration`
  await tools
    .table(ledger)
    .addColumn('name', tools.types.code(120), (column) => column.primaryKey().notNull())
    .addColumn('ran_at', tools.types.int, (column) => column.notNull())
    .execute()
  const rows = await tools.db.selectFrom(ledger).select('name').execute()
  const ran = new Set(rows.map((row) => String(row['name'])))
  const fresh = migrations.filter((migration) => !ran.has(migration.name))
  for (const migration of fresh) {
    await migration.up(tools)
    await tools.db.insertInto(ledger).values({ name: migration.name, ran_at: now }).execute()
  }
  return fresh.map((migration) => migration.name)
}
