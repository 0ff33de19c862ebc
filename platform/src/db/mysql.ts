/**
 * MySQL 8.0+ and MariaDB 10.6+ behind the `Database` interface: one transaction a unit of work, bounded
 * repetition on deadlock, lock time-out and changed snapshot. Nothing here knows a module or a command.
 */
import { randomInt } from 'node:crypto'
import type { PoolConnection } from 'mysql2'
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
  type Unit,
  type Verdict,
} from './database.ts'
import { type DialectParts, executorOf, kyselyOver, transactionOver } from './executor.ts'
import { openLifeLine } from './mysql-life.ts'
import { command, execute, type MysqlOptions, openSource, type Source } from './mysql-pool.ts'

export type { MysqlOptions } from './mysql-pool.ts'

const PARTS: DialectParts = {
  adapter: new MysqlAdapter(),
  compiler: new MysqlQueryCompiler(),
  dialect: new MysqlDialect({ pool: () => Promise.reject(new Error('not opened by Kysely')) }),
  driver: new DummyDriver(),
}

const MAX_RUNS = 20
/** Longest that a unit of work is run again and again. */
const GIVE_UP_MS = 20_000
/** A migration may rebuild a large table. */
const MIGRATION_TIMEOUT_MS = 10 * 60_000

const openUnit = (connection: PoolConnection, timeout: number) => {
  let alive = true
  let pending = 0
  let depth = 0
  const handles = new Map<string, Transaction<AnyTables>>()
  const tracked = async <R>(who: string, statement: () => Promise<R>): Promise<R> => {
    if (!alive) throw new HandleMisuse(`${who} was used after its command had ended.`)
    pending += 1
    try {
      return await statement()
    } finally {
      pending -= 1
    }
  }
  const plain = (sql: string) => tracked('A savepoint', () => command(connection, sql, timeout))
  const unit: Unit = {
    handle: (module) => {
      const known = handles.get(module)
      if (known !== undefined) return known
      const who = `The handle of ${module}`
      const run = <R>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<R>> =>
        tracked(who, () => execute<R>(connection, sql, parameters, timeout))
      const made = transactionOver(PARTS, executorOf(PARTS, run))
      handles.set(module, made)
      return made
    },
    savepoint: async (work) => {
      const name = `inner_${depth + 1}`
      await plain(`SAVEPOINT ${name}`)
      depth += 1
      try {
        const value = await work()
        await plain(`RELEASE SAVEPOINT ${name}`)
        return value
      } catch (error) {
        // After these the whole transaction is gone, and its savepoints with it.
        const gone = error instanceof RunAgain || error instanceof DatabaseAway || !alive
        if (!gone) await plain(`ROLLBACK TO SAVEPOINT ${name}`)
        throw error
      } finally {
        depth -= 1
      }
    },
  }
  return {
    unit,
    /** Ends the unit; returns how many of its statements are still running. */
    end: () => {
      alive = false
      return pending
    },
  }
}

const inUnit = async <R>(
  connection: PoolConnection,
  timeout: number,
  work: (unit: Unit) => Promise<R>,
): Promise<R> => {
  const { unit, end } = openUnit(connection, timeout)
  let value: R
  try {
    value = await work(unit)
  } catch (error) {
    end()
    throw error
  }
  if (end() > 0) throw new HandleMisuse('A command ended while its own statements were still running.')
  return value
}

const rollBack = (connection: PoolConnection, timeout: number): Promise<boolean> =>
  command(connection, 'ROLLBACK', timeout).then(
    () => true,
    () => false,
  )

/** One run of a unit of work on one connection. A connection whose state is not known is thrown away. */
const runOnce = async <R>(source: Source, work: (unit: Unit) => Promise<Verdict<R>>): Promise<R> => {
  const connection = await source.borrow()
  const { queryTimeout } = source
  let sound = true
  try {
    await command(connection, 'START TRANSACTION', queryTimeout)
    const verdict = await inUnit(connection, queryTimeout, work)
    await command(connection, verdict.keep ? 'COMMIT' : 'ROLLBACK', queryTimeout)
    if (verdict.keep || verdict.after === undefined) return verdict.value
    return await inUnit(connection, queryTimeout, verdict.after)
  } catch (error) {
    sound = await rollBack(connection, queryTimeout)
    throw error
  } finally {
    if (sound) connection.release()
    else connection.destroy()
  }
}

const runAgainAndAgain = async <R>(source: Source, work: (unit: Unit) => Promise<Verdict<R>>): Promise<R> => {
  const until = performance.now() + GIVE_UP_MS
  for (let run = 1; ; run += 1) {
    try {
      return await runOnce(source, work)
    } catch (error) {
      if (!(error instanceof RunAgain) || run >= MAX_RUNS || performance.now() > until) throw error
      // Fifty that go on at the same moment would meet again and again.
      await new Promise((resolve) => {
        setTimeout(resolve, run > 2 ? randomInt(run * 6) : 0)
      })
    }
  }
}

/** Single statements, each on a connection of its own. */
const plainHandle = (source: Source, timeout = source.queryTimeout): Kysely<AnyTables> => {
  const run = async <R>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<R>> => {
    const connection = await source.borrow()
    try {
      return await execute<R>(connection, sql, parameters, timeout)
    } finally {
      connection.release()
    }
  }
  return kyselyOver(PARTS, executorOf(PARTS, run))
}

/** A named lock goes with its connection: a process that dies holds nobody up. */
const exclusively = async <R>(source: Source, work: () => Promise<R>): Promise<R> => {
  const connection = await source.borrow()
  try {
    const sql = "SELECT GET_LOCK(CONCAT('tiantou.', MD5(DATABASE())), ?) AS got"
    const seconds = MIGRATION_TIMEOUT_MS / 1_000
    const { rows } = await execute<{ got: number }>(connection, sql, [seconds], MIGRATION_TIMEOUT_MS * 2)
    if (rows[0]?.got !== 1) throw new DatabaseAway('Another process holds the lock of migrations.')
    return await work()
  } finally {
    connection.destroy()
  }
}

/** Opens a pool (and a replica's, when given). The first use connects; `ping` tells whether it works. */
export const openMysql = (options: MysqlOptions): Database => {
  const primary = openSource(options.url, options)
  const replica = options.replicaUrl === undefined ? undefined : openSource(options.replicaUrl, options)
  const onPrimary = plainHandle(primary)
  const onReplica = replica === undefined ? onPrimary : plainHandle(replica)
  const end = async () => {
    await primary.end()
    await replica?.end()
  }
  let ended: Promise<void> | undefined
  return {
    dialect: 'mysql',
    transact: (work) => runAgainAndAgain(primary, work),
    reader: (_module, fresh = false) => (fresh ? onPrimary : onReplica),
    owner: () => plainHandle(primary, MIGRATION_TIMEOUT_MS),
    exclusively: (work) => exclusively(primary, work),
    openLifeLine: (life) => openLifeLine(options, life),
    ping: async () => {
      const connection = await primary.borrow()
      try {
        await command(connection, 'SELECT 1', primary.queryTimeout)
      } finally {
        connection.release()
      }
    },
    close: () => (ended ??= end()),
  }
}
