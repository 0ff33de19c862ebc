/**
 * SQLite behind the `Database` interface: one writer that commits queued units of work in groups
 * (architecture §5, §12), and a second, read-only connection for readers. Nothing here knows a module or a
 * command.
 */
import { DatabaseSync } from 'node:sqlite'
import {
  SqliteAdapter,
  SqliteDialect,
  SqliteQueryCompiler,
  DummyDriver,
  type Kysely,
  type Transaction,
} from 'kysely'
import {
  type AnyTables,
  type Database,
  DatabaseAway,
  HandleMisuse,
  type Unit,
  type Verdict,
} from './database.ts'
import { type DialectParts, executorOf, kyselyOver, transactionOver } from './executor.ts'
import { OWNER, runPrepared, sqliteCode, statementCache, type Prepare } from './sqlite-statements.ts'

/** Most units in one commit; a cap below the number of callers costs a third (architecture §12). */
const BATCH_UNITS = 128
/** Longest a batch gathers before it commits, in milliseconds. */
const BATCH_MS = 8
const BUSY_WAIT_MS = 5
/** Foreign locks (a backup, a shell) are waited for this long. */
const BUSY_GIVE_UP_MS = 10_000
const SQLITE_BUSY = 5

const PARTS: DialectParts = {
  adapter: new SqliteAdapter(),
  compiler: new SqliteQueryCompiler(),
  dialect: new SqliteDialect({ database: () => Promise.reject(new Error('not opened by Kysely')) }),
  driver: new DummyDriver(),
}

interface Job {
  readonly work: (unit: Unit) => Promise<Verdict<unknown>>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

interface Settled {
  readonly job: Job
  readonly error?: unknown
  readonly value?: unknown
}

const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA temp_store = memory;
  PRAGMA cache_size = -65536;
  PRAGMA mmap_size = 268435456;
  PRAGMA foreign_keys = OFF;
  PRAGMA wal_autocheckpoint = 4000;
`

/** A unit on the writer: handles are made on demand and die with the unit. */
const openUnit = (writer: DatabaseSync, prepare: Prepare) => {
  let alive = true
  let depth = 0
  const handles = new Map<string, Transaction<AnyTables>>()
  const unit: Unit = {
    handle: (module) => {
      const known = handles.get(module)
      if (known !== undefined) return known
      const made = transactionOver(
        PARTS,
        executorOf(PARTS, async (sql, parameters) => {
          if (!alive) throw new HandleMisuse(`The handle of ${module} was used after its command had ended.`)
          // After SQLITE_FULL the transaction is gone and the next statement would commit by itself.
          if (!writer.isTransaction) throw new DatabaseAway('SQLite rolled the whole batch back.')
          const result = runPrepared(prepare(module, sql), parameters)
          return result as never
        }),
      )
      handles.set(module, made)
      return made
    },
    savepoint: async (work) => {
      depth += 1
      const name = `inner_${depth}`
      writer.exec(`SAVEPOINT ${name}`)
      try {
        const value = await work()
        writer.exec(`RELEASE ${name}`)
        return value
      } catch (error) {
        if (writer.isTransaction) writer.exec(`ROLLBACK TO ${name}; RELEASE ${name}`)
        throw error
      } finally {
        depth -= 1
      }
    },
  }
  return {
    unit,
    end: () => {
      alive = false
    },
  }
}

/**
 * Fires when a unit waits for something that is not the database: all microtasks have drained and it is still
 * not done. Returns a promise that rejects then, and a way to call the watch off.
 */
const watchForIo = () => {
  let off = false
  const stalled = new Promise<never>((_, reject) => {
    queueMicrotask(() =>
      process.nextTick(() => {
        if (off) return
        reject(
          new HandleMisuse('A command waited for something that is not its database; it was rolled back.'),
        )
      }),
    )
  })
  stalled.catch(() => undefined)
  return {
    stalled,
    callOff: () => {
      off = true
    },
  }
}

class GroupWriter {
  private readonly db: DatabaseSync
  private readonly prepare: Prepare
  private readonly queue: Job[] = []
  private running = false
  private busySince = 0
  private closed = false
  private idle: (() => void) | undefined

  constructor(db: DatabaseSync) {
    this.db = db
    this.prepare = statementCache(db)
  }

  push(job: Job): void {
    if (this.closed) {
      job.reject(new DatabaseAway('The database is closed.'))
      return
    }
    this.queue.push(job)
    this.wake()
  }

  /** Finishes what is queued, then refuses more. */
  async close(): Promise<void> {
    this.closed = true
    if (this.running || this.queue.length > 0) {
      await new Promise<void>((resolve) => {
        this.idle = resolve
      })
    }
  }

  private wake(): void {
    if (this.running) return
    this.running = true
    setImmediate(() => void this.batch())
  }

  private rest(): void {
    this.running = false
    if (this.queue.length > 0) this.wake()
    else this.idle?.()
  }

  private sql(text: string): void {
    runPrepared(this.prepare(OWNER, text), [])
  }

  private async batch(): Promise<void> {
    try {
      this.sql('BEGIN IMMEDIATE')
      this.busySince = 0
    } catch (error) {
      this.standOff(error)
      return
    }
    const settled: Settled[] = []
    const until = performance.now() + BATCH_MS
    while (this.queue.length > 0 && settled.length < BATCH_UNITS && this.db.isTransaction) {
      settled.push(await this.runOne(this.queue.shift() as Job))
      if (performance.now() > until) break
    }
    this.commit(settled)
    this.rest()
  }

  /** Somebody else holds the lock: wait without blocking; after a while say so. */
  private standOff(error: unknown): void {
    const busy = (sqliteCode(error) & 0xff) === SQLITE_BUSY
    this.busySince ||= performance.now()
    if (busy && performance.now() - this.busySince < BUSY_GIVE_UP_MS) {
      setTimeout(() => void this.batch(), BUSY_WAIT_MS)
      return
    }
    this.busySince = 0
    const away = new DatabaseAway(`The database cannot be written: ${String(error)}`, { cause: error })
    for (const job of this.queue.splice(0)) job.reject(away)
    this.rest()
  }

  private async runOne(job: Job): Promise<Settled> {
    this.sql('SAVEPOINT unit')
    const { unit, end } = openUnit(this.db, this.prepare)
    const watch = watchForIo()
    try {
      const verdict = await Promise.race([job.work(unit), watch.stalled])
      if (verdict.keep) {
        this.sql('RELEASE unit')
        return { job, value: verdict.value }
      }
      this.undo()
      return { job, value: verdict.after === undefined ? verdict.value : await verdict.after(unit) }
    } catch (error) {
      this.undo()
      return { job, error: error ?? new Error('A unit of work was rejected without a reason.') }
    } finally {
      watch.callOff()
      end()
    }
  }

  private undo(): void {
    if (!this.db.isTransaction) return
    this.sql('ROLLBACK TO unit')
    this.sql('RELEASE unit')
  }

  /** One fsync for all; an error here rejects every unit of the batch, whatever it thought of itself. */
  private commit(settled: readonly Settled[]): void {
    let lost: unknown
    try {
      if (!this.db.isTransaction) throw new DatabaseAway('SQLite rolled the whole batch back.')
      this.sql('COMMIT')
    } catch (error) {
      lost = new DatabaseAway(`The commit failed: ${String(error)}`, { cause: error })
      if (this.db.isTransaction) this.sql('ROLLBACK')
    }
    for (const { job, error, value } of settled) {
      if (lost !== undefined) job.reject(lost)
      else if (error !== undefined) job.reject(error)
      else job.resolve(value)
    }
  }
}

const plainHandle = (prepare: Prepare, module: string): Kysely<AnyTables> =>
  kyselyOver(
    PARTS,
    executorOf(PARTS, async (sql, parameters) => runPrepared(prepare(module, sql), parameters) as never),
  )

/** Opens one SQLite file. `path` is created when missing. */
export const openSqlite = (path: string): Database => {
  const writerDb = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: false })
  writerDb.exec(PRAGMAS)
  const readerDb = new DatabaseSync(path, { readOnly: true, timeout: 1_000 })
  readerDb.exec('PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456; PRAGMA temp_store = memory;')
  const writer = new GroupWriter(writerDb)
  const prepareRead = statementCache(readerDb)
  const readers = new Map<string, Kysely<AnyTables>>()
  return {
    dialect: 'sqlite',
    transact: <R>(work: (unit: Unit) => Promise<Verdict<R>>) =>
      new Promise<R>((resolve, reject) => {
        writer.push({ work, resolve: resolve as (value: unknown) => void, reject })
      }),
    reader: (module) => {
      let reader = readers.get(module)
      if (reader === undefined) {
        reader = plainHandle(prepareRead, module)
        readers.set(module, reader)
      }
      return reader
    },
    owner: () => plainHandle(statementCache(writerDb), OWNER),
    ping: async () => {
      runPrepared(prepareRead(OWNER, 'SELECT 1 AS one'), [])
    },
    close: async () => {
      await writer.close()
      readerDb.close()
      writerDb.close()
    },
  }
}
