/**
 * MySQL 8.0+ and MariaDB 10.6+ behind the `Database` interface: a pool of set-up connections, one transaction
 * a unit of work, bounded repetition on deadlock, lock time-out and changed snapshot. Nothing here knows a
 * module or a command.
 */
import mysql, { type Pool, type PoolConnection, type PoolOptions, type ResultSetHeader } from 'mysql2'
import {
  DummyDriver,
  type Kysely,
  MysqlAdapter,
  MysqlDialect,
  MysqlQueryCompiler,
  type QueryResult,
  type Transaction,
} from 'kysely'
import {
  type AnyTables,
  type Database,
  DatabaseAway,
  HandleMisuse,
  RunAgain,
  UniqueConflict,
  type Unit,
  type Verdict,
} from './database.ts'
import { type DialectParts, executorOf, kyselyOver, transactionOver } from './executor.ts'

export interface MysqlOptions {
  /** `mysql://user:password@host:port/database` */
  readonly url: string
  /** A read replica for readers that have not just written. */
  readonly replicaUrl?: string
  readonly connections?: number
  readonly connectTimeout_ms?: number
  readonly queryTimeout_ms?: number
  /** Longest wait for a free connection. */
  readonly poolTimeout_ms?: number
}

const PARTS: DialectParts = {
  adapter: new MysqlAdapter(),
  compiler: new MysqlQueryCompiler(),
  dialect: new MysqlDialect({ pool: () => Promise.reject(new Error('not opened by Kysely')) }),
  driver: new DummyDriver(),
}

/** Lock wait time-out, deadlock, and MariaDB's "record has changed since last read". */
const AGAIN = new Set([1020, 1205, 1213])
const DUPLICATE = 1062
const MAX_RUNS = 12

const errno = (error: unknown): number =>
  error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0

/**
 * Booleans travel as 0/1; mysql2 would send a JS number as DOUBLE, which LIMIT refuses, so integers go as
 * text.
 */
const bind = (value: unknown): string | number | Buffer | null => {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return value as string | Buffer
}

const isHeader = (result: unknown): result is ResultSetHeader =>
  typeof result === 'object' && result !== null && 'affectedRows' in result

const translate = (error: Error): Error => {
  if (AGAIN.has(errno(error))) return new RunAgain(error.message, { cause: error })
  if (errno(error) === DUPLICATE) return new UniqueConflict(error.message)
  if ('fatal' in error && error.fatal === true) return new DatabaseAway(error.message, { cause: error })
  return error
}

const execute = <R>(
  connection: PoolConnection,
  sql: string,
  parameters: readonly unknown[],
  timeout: number,
): Promise<QueryResult<R>> =>
  new Promise((resolve, reject) => {
    connection.execute({ sql, timeout, values: parameters.map(bind) }, (error, result) => {
      if (error) reject(translate(error))
      else if (isHeader(result)) resolve({ rows: [], numAffectedRows: BigInt(result.affectedRows) })
      else resolve({ rows: result as R[] })
    })
  })

const command = (connection: PoolConnection, sql: string, timeout: number): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.query({ sql, timeout }, (error) => (error ? reject(translate(error)) : resolve()))
  })

/**
 * Sets one connection up. The isolation level has a statement of its own because MariaDB 10.11 knows no
 * variable for it; MySQL knows no innodb_snapshot_isolation and needs none (it refuses lost updates only
 * through our conditional updates).
 */
const setUp = async (connection: PoolConnection, timeout: number): Promise<void> => {
  await command(connection, 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', timeout)
  const modes = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'"
  await command(connection, `SET SESSION sql_mode = ${modes}, SESSION time_zone = '+00:00'`, timeout)
  try {
    await command(connection, 'SET SESSION innodb_snapshot_isolation = ON', timeout)
  } catch (error) {
    const UNKNOWN_VARIABLE = 1193
    if (errno(error) !== UNKNOWN_VARIABLE) throw error
  }
}

interface Source {
  /** Lends a set-up connection; one whose set-up fails is thrown away. */
  borrow(): Promise<PoolConnection>
  readonly queryTimeout: number
  end(): Promise<void>
}

const poolOf = (url: string, options: MysqlOptions): Source => {
  const queryTimeout = options.queryTimeout_ms ?? 15_000
  const poolTimeout = options.poolTimeout_ms ?? 10_000
  const config: PoolOptions = {
    uri: url,
    connectionLimit: options.connections ?? 32,
    maxIdle: options.connections ?? 32,
    waitForConnections: true,
    connectTimeout: options.connectTimeout_ms ?? 5_000,
    enableKeepAlive: true,
    supportBigNumbers: true,
    charset: 'utf8mb4_bin',
    maxPreparedStatements: 1_000,
  }
  const pool: Pool = mysql.createPool(config)
  const ready = new WeakSet<object>()
  const lend = () =>
    new Promise<PoolConnection>((resolve, reject) => {
      let late = false
      const timer = setTimeout(() => {
        late = true
        reject(new DatabaseAway(`No database connection came free within ${poolTimeout} ms.`))
      }, poolTimeout)
      pool.getConnection((error, connection) => {
        clearTimeout(timer)
        if (error !== null) {
          if (!late) reject(new DatabaseAway(error.message, { cause: error }))
        } else if (late) connection.release()
        else resolve(connection)
      })
    })
  return {
    queryTimeout,
    borrow: async () => {
      const connection = await lend()
      // The pool hands out a wrapper; the socket below it is what was set up.
      const socket = (connection as unknown as { connection?: object }).connection ?? connection
      if (ready.has(socket)) return connection
      try {
        await setUp(connection, queryTimeout)
      } catch (error) {
        connection.destroy()
        throw new DatabaseAway(`A session could not be set up: ${String(error)}`, { cause: error })
      }
      ready.add(socket)
      return connection
    },
    end: () => new Promise((resolve) => pool.end(() => resolve())),
  }
}

const openUnit = (connection: PoolConnection, timeout: number) => {
  let alive = true
  let pending = 0
  let depth = 0
  const handles = new Map<string, Transaction<AnyTables>>()
  const unit: Unit = {
    handle: (module) => {
      const known = handles.get(module)
      if (known !== undefined) return known
      const run = async <R>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<R>> => {
        if (!alive) throw new HandleMisuse(`The handle of ${module} was used after its command had ended.`)
        pending += 1
        try {
          return await execute<R>(connection, sql, parameters, timeout)
        } finally {
          pending -= 1
        }
      }
      const made = transactionOver(PARTS, executorOf(PARTS, run))
      handles.set(module, made)
      return made
    },
    savepoint: async (work) => {
      depth += 1
      const name = `inner_${depth}`
      await command(connection, `SAVEPOINT ${name}`, timeout)
      try {
        const value = await work()
        await command(connection, `RELEASE SAVEPOINT ${name}`, timeout)
        return value
      } catch (error) {
        if (!(error instanceof RunAgain)) await command(connection, `ROLLBACK TO SAVEPOINT ${name}`, timeout)
        throw error
      } finally {
        depth -= 1
      }
    },
  }
  const end = () => {
    alive = false
    if (pending > 0) throw new HandleMisuse('A command ended while its own statements were still running.')
  }
  return { unit, end }
}

/** One run of a unit of work on one connection. A connection whose state is not known is thrown away. */
const runOnce = async <R>(source: Source, work: (unit: Unit) => Promise<Verdict<R>>): Promise<R> => {
  const connection = await source.borrow()
  const { queryTimeout } = source
  try {
    await command(connection, 'START TRANSACTION', queryTimeout)
    const { unit, end } = openUnit(connection, queryTimeout)
    const verdict = await work(unit).finally(() => end())
    await command(connection, verdict.keep ? 'COMMIT' : 'ROLLBACK', queryTimeout)
    if (verdict.keep || verdict.after === undefined) {
      connection.release()
      return verdict.value
    }
    const after = openUnit(connection, queryTimeout)
    const value = await verdict.after(after.unit).finally(() => after.end())
    connection.release()
    return value
  } catch (error) {
    try {
      await command(connection, 'ROLLBACK', queryTimeout)
      connection.release()
    } catch {
      connection.destroy()
    }
    throw error
  }
}

/** Opens a pool (and a replica's, when given). The first use connects; `ping` tells whether it works. */
export const openMysql = (options: MysqlOptions): Database => {
  const primary = poolOf(options.url, options)
  const replica = options.replicaUrl === undefined ? primary : poolOf(options.replicaUrl, options)
  const plainHandle = (source: Source): Kysely<AnyTables> => {
    const run = async <R>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<R>> => {
      const connection = await source.borrow()
      try {
        return await execute<R>(connection, sql, parameters, source.queryTimeout)
      } finally {
        connection.release()
      }
    }
    return kyselyOver(PARTS, executorOf(PARTS, run))
  }
  const onPrimary = plainHandle(primary)
  const onReplica = replica === primary ? onPrimary : plainHandle(replica)
  return {
    dialect: 'mysql',
    transact: async (work) => {
      for (let run = 1; ; run += 1) {
        try {
          return await runOnce(primary, work)
        } catch (error) {
          if (!(error instanceof RunAgain) || run >= MAX_RUNS) throw error
          await new Promise((resolve) => {
            setTimeout(resolve, run > 2 ? run * 3 : 0)
          })
        }
      }
    },
    reader: (_module, fresh = false) => (fresh ? onPrimary : onReplica),
    owner: () => onPrimary,
    ping: async () => {
      const connection = await primary.borrow()
      connection.release()
    },
    close: async () => {
      await primary.end()
      if (replica !== primary) await replica.end()
    },
  }
}
