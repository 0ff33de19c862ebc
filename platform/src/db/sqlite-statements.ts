/**
 * Prepared SQLite statements, cached by SQL text and by module. While a statement is prepared for a module an
 * authorizer denies transactions, pragmas, schema changes and other modules' tables: boundary R3 holds at run
 * time too.
 */
import { constants, type DatabaseSync, type StatementSync } from 'node:sqlite'
import type { QueryResult } from 'kysely'
import { tablePrefix, UniqueConflict } from './database.ts'
import { sayStatement } from './statements.ts'

export interface Prepared {
  readonly statement: StatementSync
  readonly returnsRows: boolean
}

export type Prepare = (module: string, sql: string) => Prepared

/** The module name under which nothing is denied: migrations and the corridor itself. */
export const OWNER = '*'

const MAX_CACHED = 2_000
const { SQLITE_OK, SQLITE_DENY } = constants
const TABLE_ACTIONS = new Set([
  constants.SQLITE_READ,
  constants.SQLITE_INSERT,
  constants.SQLITE_UPDATE,
  constants.SQLITE_DELETE,
])
const HARMLESS = new Set([constants.SQLITE_SELECT, constants.SQLITE_FUNCTION, constants.SQLITE_RECURSIVE])

const authorize = (module: string) => {
  const prefix = tablePrefix(module)
  return (action: number, table: string | null) => {
    if (HARMLESS.has(action)) return SQLITE_OK
    return TABLE_ACTIONS.has(action) && table?.startsWith(prefix) === true ? SQLITE_OK : SQLITE_DENY
  }
}

/** A statement cache over one connection. */
export const statementCache = (db: DatabaseSync): Prepare => {
  const byModule = new Map<string, Map<string, Prepared>>()
  return (module, sql) => {
    let cache = byModule.get(module)
    if (cache === undefined) {
      cache = new Map()
      byModule.set(module, cache)
    }
    const known = cache.get(sql)
    if (known !== undefined) return known
    sayStatement('sqlite', sql, [])
    if (module !== OWNER) db.setAuthorizer(authorize(module))
    try {
      const statement = db.prepare(sql)
      const prepared = { statement, returnsRows: statement.columns().length > 0 }
      if (cache.size >= MAX_CACHED) cache.clear()
      cache.set(sql, prepared)
      return prepared
    } finally {
      if (module !== OWNER) db.setAuthorizer(null)
    }
  }
}

type Bindable = null | number | bigint | string | Uint8Array

const bindable = (value: unknown): Bindable =>
  typeof value === 'boolean' ? Number(value) : value === undefined ? null : (value as Bindable)

/** SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE (https://sqlite.org/rescode.html). */
const UNIQUE_CODES = new Set([1555, 2067])

/** The extended result code of an error thrown by node:sqlite, 0 when it is none. */
export const sqliteCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0

/** Runs one prepared statement; a unique conflict becomes `UniqueConflict`. */
export const runPrepared = <R>(prepared: Prepared, parameters: readonly unknown[]): QueryResult<R> => {
  const values = parameters.map(bindable)
  try {
    if (prepared.returnsRows) return { rows: prepared.statement.all(...values) as R[] }
    const { changes } = prepared.statement.run(...values)
    return { rows: [], numAffectedRows: BigInt(changes) }
  } catch (error) {
    if (UNIQUE_CODES.has(sqliteCode(error))) throw new UniqueConflict((error as Error).message)
    throw error
  }
}
