/** Fills every table of a migrated schema with rows that differ, so that planners have something to plan. */
import type { Database } from '@tiantou/platform'
import { sql } from 'kysely'

export const ROWS = 400
const BITE = 50

interface Column {
  readonly name: string
  readonly isNumber: boolean
  readonly most: number
}

const columnsOf = async (database: Database, table: string): Promise<Column[]> => {
  const db = database.owner()
  if (database.dialect === 'sqlite') {
    const { rows } = await sql<{
      name: string
      type: string
    }>`SELECT name, type FROM pragma_table_info(${table})`.execute(db)
    return rows.map(({ name, type }) => ({ name, isNumber: type === 'INTEGER', most: 1_000 }))
  }
  const { rows } = await sql<{ name: string; type: string; most: number | null }>`
    SELECT column_name AS name, data_type AS type, character_maximum_length AS most
    FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ${table}`.execute(db)
  return rows.map(({ name, type, most }) => ({ name, isNumber: type === 'bigint', most: Number(most ?? 0) }))
}

/** Every table of the schema. */
export const tablesOf = async (database: Database): Promise<string[]> => {
  const db = database.owner()
  const { rows } = await (
    database.dialect === 'sqlite'
      ? sql<{
          name: string
        }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
      : sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = DATABASE()`
  ).execute(db)
  return rows.map((row) => row.name)
}

const valueOf = ({ isNumber, most }: Column, row: number): string | number =>
  isNumber ? row : `v${row.toString(36)}`.slice(0, most)

/** Fills one table. */
export const fill = async (database: Database, table: string): Promise<void> => {
  const columns = await columnsOf(database, table)
  for (let from = 0; from < ROWS; from += BITE) {
    const rows = Array.from({ length: BITE }, (_, i) =>
      Object.fromEntries(columns.map((column) => [column.name, valueOf(column, 1_000 + from + i)])),
    )
    await database.owner().insertInto(table).values(rows).execute()
  }
  if (database.dialect === 'mysql') await sql`ANALYZE TABLE ${sql.table(table)}`.execute(database.owner())
}
