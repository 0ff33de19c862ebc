/**
 * The one writer of a SQLite file: queued units of work run as savepoints of one transaction and are answered
 * after a single fsync (architecture §5, §12). A unit that fails undoes itself; a commit that fails rejects
 * all.
 */
import type { DatabaseSync } from 'node:sqlite'
import { DatabaseAway, type Unit, type Verdict } from './database.ts'
import { OWNER, runPrepared, sqliteCode, statementCache } from './sqlite-statements.ts'
import { openUnit, watched } from './sqlite-unit.ts'

/** Most units in one commit; a cap below the number of callers costs a third (architecture §12). */
const BATCH_UNITS = 128
/**
 * Longest a batch gathers before it commits, in milliseconds. Only where more callers wait than it can serve
 * does it last so long; ended earlier, a batch serves fewer of them per fsync than there are.
 */
const BATCH_MS = 25
const BUSY_WAIT_MS = 5
/** Foreign locks (a backup, a shell) are waited for this long. */
const BUSY_GIVE_UP_MS = 10_000
const SQLITE_BUSY = 5

interface Job {
  readonly work: (unit: Unit) => Promise<Verdict<unknown>>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Settled = { readonly job: Job } & (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }
)

/** The writer of one open file. */
export class GroupWriter {
  private readonly db: DatabaseSync
  private readonly prepare
  private readonly queue: Job[] = []
  private running = false
  private busySince = 0
  private closed = false
  private idle: (() => void) | undefined

  constructor(db: DatabaseSync) {
    this.db = db
    this.prepare = statementCache(db)
  }

  /** Queues one unit of work; resolves once it is durable. */
  transact<R>(work: (unit: Unit) => Promise<Verdict<R>>): Promise<R> {
    if (this.closed) return Promise.reject(new DatabaseAway('The database is closed.'))
    return new Promise<R>((resolve, reject) => {
      this.queue.push({ work, resolve: resolve as (value: unknown) => void, reject })
      this.wake()
    })
  }

  /** Finishes what is queued, then refuses more. */
  async close(): Promise<void> {
    this.closed = true
    if (!this.running) return
    await new Promise<void>((resolve) => {
      this.idle = resolve
    })
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
    while (settled.length < BATCH_UNITS && this.db.isTransaction) {
      const job = this.queue.shift()
      if (job === undefined) break
      settled.push(await this.runOne(job))
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

  /** Runs one unit inside a savepoint of its own. Never throws. */
  private async runOne(job: Job): Promise<Settled> {
    const { unit, end } = openUnit(this.db, this.prepare)
    try {
      this.sql('SAVEPOINT unit')
      const verdict = await watched(() => job.work(unit))
      const value = verdict.keep ? verdict.value : await this.undo(verdict, unit)
      this.sql('RELEASE unit')
      return { job, ok: true, value }
    } catch (error) {
      if (this.db.isTransaction) {
        this.sql('ROLLBACK TO unit')
        this.sql('RELEASE unit')
      }
      return { job, ok: false, error }
    } finally {
      end()
    }
  }

  /** Undoes the unit, then answers what it looks up, still in its turn. */
  private undo(verdict: Verdict<unknown> & { readonly keep: false }, unit: Unit): unknown {
    this.sql('ROLLBACK TO unit')
    const { after } = verdict
    return after === undefined ? verdict.value : watched(() => after(unit))
  }

  /** One fsync for all; an error here rejects every unit of the batch, whatever it thought of itself. */
  private commit(settled: readonly Settled[]): void {
    let lost: DatabaseAway | undefined
    try {
      if (!this.db.isTransaction) throw new Error('SQLite rolled the whole batch back')
      this.sql('COMMIT')
    } catch (error) {
      lost = new DatabaseAway(`The commit failed: ${String(error)}`, { cause: error })
      if (this.db.isTransaction) this.sql('ROLLBACK')
    }
    for (const one of settled) {
      if (lost !== undefined) one.job.reject(lost)
      else if (one.ok) one.job.resolve(one.value)
      else one.job.reject(one.error)
    }
  }
}
