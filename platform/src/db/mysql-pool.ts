/**
 * Connections to MySQL and MariaDB: lent from a bounded pool, set up once, every wait with a time-out of its
 * own. A connection that did not answer in time, or could not be set up, is thrown away.
 */
import mysql, { type Connection, type PoolConnection, type PoolOptions, type ResultSetHeader } from 'mysql2'
import type { QueryResult } from 'kysely'
import { DatabaseAway, RunAgain, UniqueConflict } from './database.ts'
import { sayStatement } from './statements.ts'

export interface MysqlOptions {
  /** `mysql://user:password@host:port/database` */
  readonly url: string
  /** A read replica for readers that have not just written. */
  readonly replicaUrl?: string
  readonly connections?: number
  /** How many of them stay open while nothing needs them; all, unless told. */
  readonly idle?: number
  readonly connectTimeout_ms?: number
  readonly queryTimeout_ms?: number
  /** Longest wait for a free connection. */
  readonly poolTimeout_ms?: number
  /** Longest wait for a row lock before the whole unit of work is run again. */
  readonly lockTimeout_s?: number
}

/** Lock wait time-out, deadlock, and MariaDB's "record has changed since last read". */
const AGAIN = new Set([1020, 1205, 1213])
const DUPLICATE = 1062
/** The server is going down, or has ended this connection. */
const LEAVING = new Set([1053, 1927])
const UNKNOWN_VARIABLE = 1193

const errno = (error: unknown): number =>
  error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0

/**
 * Booleans travel as 0/1; mysql2 would send a JS number as DOUBLE, which LIMIT refuses, so integers go as
 * text.
 */
const bind = (value: unknown): string | Buffer | null => {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return value as string | Buffer
}

const translate = (error: Error): Error => {
  const code = errno(error)
  if (AGAIN.has(code)) return new RunAgain(error.message, { cause: error })
  if (code === DUPLICATE) return new UniqueConflict(error.message)
  const away = LEAVING.has(code) || ('fatal' in error && error.fatal === true)
  return away ? new DatabaseAway(error.message, { cause: error }) : error
}

type Answer = (error: Error | null, result?: unknown) => void

/** mysql2 has no time-out for preparing a statement, so the clock is our own, and covers everything. */
const inTime = (connection: Connection, timeout: number, ask: (answer: Answer) => void) =>
  new Promise<unknown>((resolve, reject) => {
    const timer = setTimeout(() => {
      connection.destroy()
      reject(new DatabaseAway(`The database did not answer within ${timeout} ms.`))
    }, timeout)
    ask((error, result) => {
      clearTimeout(timer)
      if (error) reject(translate(error))
      else resolve(result)
    })
  })

const isHeader = (result: unknown): result is ResultSetHeader =>
  typeof result === 'object' && result !== null && 'affectedRows' in result

/** Runs one prepared statement. */
export const execute = async <R>(
  connection: Connection,
  sql: string,
  parameters: readonly unknown[],
  timeout: number,
): Promise<QueryResult<R>> => {
  const values = parameters.map(bind)
  sayStatement('mysql', sql, values)
  const result = await inTime(connection, timeout, (answer) => connection.execute({ sql, values }, answer))
  if (isHeader(result)) return { rows: [], numAffectedRows: BigInt(result.affectedRows) }
  return { rows: result as R[] }
}

/** Runs one plain statement without an answer: BEGIN, COMMIT, SET. */
export const command = async (connection: PoolConnection, sql: string, timeout: number): Promise<void> => {
  await inTime(connection, timeout, (answer) => connection.query({ sql }, answer))
}

/**
 * Sets one connection up. The isolation level has a statement of its own because MariaDB 10.11 knows no
 * variable for it; MySQL knows no innodb_snapshot_isolation and needs none (it refuses lost updates only
 * through our conditional updates).
 */
const setUp = async (connection: PoolConnection, timeout: number, lockTimeout_s: number): Promise<void> => {
  await command(connection, 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', timeout)
  const modes = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'"
  const others = `SESSION time_zone = '+00:00', SESSION innodb_lock_wait_timeout = ${lockTimeout_s}`
  await command(connection, `SET SESSION sql_mode = ${modes}, ${others}`, timeout)
  try {
    await command(connection, 'SET SESSION innodb_snapshot_isolation = ON', timeout)
  } catch (error) {
    if (errno(error) !== UNKNOWN_VARIABLE) throw error
  }
}

/** Where connections come from. */
export interface Source {
  /** Lends a set-up connection; one whose set-up fails is thrown away. */
  borrow(): Promise<PoolConnection>
  readonly queryTimeout: number
  end(): Promise<void>
}

const poolOptions = (url: string, options: MysqlOptions): PoolOptions => ({
  uri: url,
  connectionLimit: options.connections ?? 32,
  maxIdle: options.idle ?? options.connections ?? 32,
  waitForConnections: true,
  connectTimeout: options.connectTimeout_ms ?? 5_000,
  enableKeepAlive: true,
  supportBigNumbers: true,
  // Sums are DECIMAL; of whole numbers they are whole numbers.
  decimalNumbers: true,
  charset: 'utf8mb4_bin',
  maxPreparedStatements: 1_000,
})

/** Opens a pool over one server; nothing connects before it is needed. */
export const openSource = (url: string, options: MysqlOptions): Source => {
  const queryTimeout = options.queryTimeout_ms ?? 15_000
  const poolTimeout = options.poolTimeout_ms ?? 10_000
  const pool = mysql.createPool(poolOptions(url, options))
  // A connection that breaks while idle tells nobody: the pool has dropped it by then.
  pool.on('connection', (connection: PoolConnection) => connection.on('error', () => undefined))
  const ready = new WeakSet<PoolConnection>()
  const lend = () =>
    new Promise<PoolConnection>((resolve, reject) => {
      let late = false
      const timer = setTimeout(() => {
        late = true
        reject(new DatabaseAway(`No database connection came free within ${poolTimeout} ms.`))
      }, poolTimeout)
      pool.getConnection((error, connection) => {
        clearTimeout(timer)
        if (error !== null) reject(new DatabaseAway(error.message, { cause: error }))
        else if (late) connection.release()
        else resolve(connection)
      })
    })
  return {
    queryTimeout,
    borrow: async () => {
      const connection = await lend()
      if (ready.has(connection)) return connection
      try {
        await setUp(connection, queryTimeout, options.lockTimeout_s ?? 5)
      } catch (error) {
        connection.destroy()
        throw new DatabaseAway(`A session could not be set up: ${String(error)}`, { cause: error })
      }
      ready.add(connection)
      return connection
    },
    end: () => new Promise((resolve) => pool.end(() => resolve())),
  }
}
