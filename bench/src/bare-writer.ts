/**
 * The two databases by hand, for bare limits: SQLite with one writer that commits in groups, MariaDB with a
 * pool of the same size and sessions. No checks, no runner.
 */
import { DatabaseSync } from 'node:sqlite'
import mysql from 'mysql2/promise'
import type { Value } from './recorder.ts'

/** Both as in the platform's writer. */
const BATCH_MS = 25
const BATCH_UNITS = 128

/** A writer whose units are committed together, at full durability; `inTurn` waits for its commit. */
export const openBareWriter = (path: string) => {
  const writer = new DatabaseSync(path, { timeout: 0 })
  writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = memory;')
  writer.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456; PRAGMA wal_autocheckpoint = 4000')
  const queue: { work: () => void; done: () => void }[] = []
  let running = false
  const batch = () => {
    writer.exec('BEGIN IMMEDIATE')
    const answered: (() => void)[] = []
    const until = performance.now() + BATCH_MS
    while (queue.length > 0 && answered.length < BATCH_UNITS) {
      const { work, done } = queue.shift() as (typeof queue)[number]
      work()
      answered.push(done)
      if (performance.now() > until) break
    }
    writer.exec('COMMIT')
    for (const done of answered) done()
    if (queue.length > 0) setImmediate(batch)
    else running = false
  }
  const inTurn = (work: () => void) =>
    new Promise<void>((done) => {
      queue.push({ work, done })
      if (!running) {
        running = true
        setImmediate(batch)
      }
    })
  return { writer, inTurn }
}

const AGAIN = new Set([1020, 1205, 1213])

export interface Statement {
  readonly sql: string
  readonly values: readonly Value[]
}

/** A pool; `run` executes statements on one connection, in a transaction of their own where they write. */
export const openBarePool = (url: string) => {
  const pool = mysql.createPool({
    uri: url,
    connectionLimit: 32,
    charset: 'utf8mb4_bin',
    maxPreparedStatements: 1_000,
  })
  const ready = new WeakSet<object>()
  const borrow = async () => {
    const connection = await pool.getConnection()
    const socket = connection.connection
    if (!ready.has(socket)) {
      await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await connection.query('SET SESSION innodb_snapshot_isolation = ON')
      ready.add(socket)
    }
    return connection
  }
  const once = async (writes: boolean, statements: readonly Statement[]) => {
    const connection = await borrow()
    try {
      if (writes) await connection.query('START TRANSACTION')
      for (const { sql, values } of statements) await connection.execute(sql, [...values])
      if (writes) await connection.query('COMMIT')
    } catch (error) {
      await connection.query('ROLLBACK')
      throw error
    } finally {
      connection.release()
    }
  }
  const run = async (writes: boolean, statements: readonly Statement[]): Promise<void> => {
    for (;;) {
      try {
        return await once(writes, statements)
      } catch (error) {
        if (!AGAIN.has((error as { errno?: number }).errno ?? 0)) throw error
      }
    }
  }
  return { run, close: () => pool.end() }
}
