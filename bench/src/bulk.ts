/**
 * Loads many rows in bulk, for the growth bench alone: rows that a real sale has written are copied with keys
 * of their own. SQLite only.
 */
import { DatabaseSync } from 'node:sqlite'
import type { House } from '@tiantou/platform'
import { sql } from 'kysely'

/** SQL of a column of the copy; `n` is its number, from 1. */
type Overrides = Readonly<Record<string, string>>

/** Takes what was loaded into the database file, as it would be after a quiet minute. */
export const settleFile = (path: string): void => {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

/** An id with this prefix that sorts before every real one. */
export const oldId = (prefix: string, number = 'n'): string => `'${prefix}_0' || printf('%025d', ${number})`

/** Copies the newest row of a table so many times. */
export const copyRows = async (
  house: House,
  table: string,
  { count, from = 1, where = '1 = 1' }: { count: number; from?: number; where?: string },
  overrides: Overrides,
): Promise<void> => {
  const db = house.corridor.database.owner()
  const { rows } = await sql<{ name: string }>`SELECT name FROM pragma_table_info(${table})`.execute(db)
  const columns = rows.map((row) => row.name)
  const values = columns.map((name) => overrides[name] ?? `one.${name}`)
  await sql
    .raw(
      `WITH RECURSIVE
         one AS (SELECT * FROM ${table} WHERE ${where} LIMIT 1),
         series(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM series WHERE n < ${from + count - 1})
       INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM one, series`,
    )
    .execute(db)
}
