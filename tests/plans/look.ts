/**
 * Looks at the plans of statements on a filled schema: what SQLite and MariaDB would read to answer them. A
 * full scan is a table read from one end to the other although a condition was given or no end was.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ALLOWED, SMALL } from './small.data.ts'

export interface Statement {
  readonly dialect: 'sqlite' | 'mysql'
  readonly sql: string
  readonly parameters: readonly (string | number | null)[]
}

/** What the suites ran and a plan can be asked of. */
export const readStatements = (folder: string): Statement[] =>
  readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Statement)
    .filter(({ sql }) => /^\s*(select|update|delete|insert)\b/i.test(sql))
    .filter(
      ({ sql }) => !/information_schema|sqlite_master|pragma_|GET_LOCK|IS_FREE_LOCK|SELECT 1$/i.test(sql),
    )

const tableOf = (text: string): string => /[a-z]+(_[a-z]+)+/.exec(text)?.[0] ?? ''

const isAllowed = (table: string, sql: string): boolean =>
  SMALL[table] !== undefined || ALLOWED.some((one) => one.text.test(sql))

/** A page along a key stops by itself; one that must be sorted first reads everything. */
const isPage = (sql: string): boolean => /\blimit\b/i.test(sql)

/** Table of an alias in a statement, or the name itself. */
const unalias = (name: string, sql: string): string =>
  new RegExp(`["\`]?([a-z_]+)["\`]? as ["\`]?${name}["\`]?`, 'i').exec(sql)?.[1] ?? name

/** Rows of `EXPLAIN QUERY PLAN`. @returns what is wrong with them */
export const faultsOfSqlite = (sql: string, details: readonly string[]): string[] => {
  const sorts = details.some((detail) => detail.includes('TEMP B-TREE FOR ORDER BY'))
  return details.flatMap((detail) => {
    const name = /^SCAN (\S+)/.exec(detail)?.[1]
    if (name === undefined || /^(\d+-ROW|CONSTANT|json_each|\(?subquery|VIRTUAL)/i.test(name)) return []
    const table = tableOf(unalias(name, sql)) || name
    if (isAllowed(table, sql) || (isPage(sql) && !sorts)) return []
    return [`${detail}: ${sql}`]
  })
}

export interface MysqlPlanRow {
  readonly table: string | null
  readonly type: string | null
  readonly possible_keys: string | null
}

/**
 * Rows of MariaDB's `EXPLAIN`. With few rows it may choose to read a table although a key would do, so only
 * what no key could answer counts.
 */
export const faultsOfMysql = (sql: string, rows: readonly MysqlPlanRow[]): string[] =>
  rows.flatMap(({ table, type, possible_keys }) => {
    // Of a plain INSERT it names the table that is written to, as if it were read.
    if (/^\s*insert\b/i.test(sql) && !/\bselect\b/i.test(sql)) return []
    if (table === null || type !== 'ALL' || possible_keys !== null) return []
    const name = unalias(table, sql)
    return name.startsWith('<') || isAllowed(name, sql) || isPage(sql) ? [] : [`ALL of ${name}: ${sql}`]
  })
