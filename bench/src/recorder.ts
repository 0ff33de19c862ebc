/**
 * Records the SQL of one request, so that the bare side can run the very same statements by hand. Patches the
 * drivers' own prototypes for the moment of recording only; the platform has no hook for it.
 */
import { StatementSync } from 'node:sqlite'
import mysql from 'mysql2'

export type Value = string | number | null

/** One thing the database was asked, in order. */
export type Recorded =
  | { readonly kind: 'begin' | 'commit' }
  | { readonly kind: 'statement'; readonly sql: string; readonly values: readonly Value[] }

/** What timers, the relay, feeds and the look after other lives do beside a request is not part of it. */
const BESIDE = new RegExp(
  [
    'platform_(job|life|setting)|_LOCK\\(',
    '(update|from) [`"]platform_outbox[`"]',
    'where [`"]payment_attempt[`"].[`"]state',
    '[`"]search_|change_count|change_no|[`"]product_category',
    'from [`"]inventory_(stock|lot)',
  ].join('|'),
)
/** A unit's own savepoint is its transaction in a shared commit; those inside it are not. */
const BEGIN = /^(SAVEPOINT unit|START TRANSACTION)/
const COMMIT = /^(RELEASE|COMMIT)/
const CONTROL = /^(BEGIN|ROLLBACK|SET |SAVEPOINT inner|RELEASE inner|RELEASE SAVEPOINT)/

/**
 * Notes what one connection is asked. A transaction is written down whole when it commits, since others run
 * beside it; one in which nothing was asked (but what is beside the request) is none.
 */
const noteInto = (recorded: Recorded[], commitSql: RegExp) => {
  const open = new WeakMap<object, Recorded[]>()
  return (connection: object, sql: string, values: readonly unknown[]) => {
    if (BESIDE.test(sql) || CONTROL.test(sql)) return
    const inside = open.get(connection)
    if (BEGIN.test(sql)) open.set(connection, [])
    else if (commitSql.test(sql)) {
      open.delete(connection)
      if (inside !== undefined && inside.length > 0)
        recorded.push({ kind: 'begin' }, ...inside, { kind: 'commit' })
    } else if (!COMMIT.test(sql)) {
      ;(inside ?? recorded).push({ kind: 'statement', sql, values: values as Value[] })
    }
  }
}

const recordSqlite = async (work: () => Promise<unknown>): Promise<Recorded[]> => {
  const recorded: Recorded[] = []
  const { prototype } = StatementSync
  const original = { all: prototype.all, run: prototype.run }
  const noteOn = noteInto(recorded, /^RELEASE unit/)
  // One writer, one reader: what the reader is asked comes between transactions, never inside one.
  const writer = {}
  const note = (sql: string, values: readonly unknown[]) => noteOn(writer, sql, values)
  Object.assign(prototype, {
    all(this: StatementSync, ...values: unknown[]) {
      note(this.sourceSQL, values)
      return Reflect.apply(original.all, this, values) as unknown
    },
    run(this: StatementSync, ...values: unknown[]) {
      note(this.sourceSQL, values)
      return Reflect.apply(original.run, this, values) as unknown
    },
  })
  try {
    await work()
  } finally {
    Object.assign(prototype, original)
  }
  return recorded
}

interface Callable {
  execute(options: { sql: string; values: unknown[] }, ...rest: unknown[]): unknown
  query(options: { sql: string }, ...rest: unknown[]): unknown
}

const recordMysql = async (work: () => Promise<unknown>): Promise<Recorded[]> => {
  const recorded: Recorded[] = []
  const note = noteInto(recorded, /^COMMIT/)
  const probe = mysql.createConnection({ host: '127.0.0.1', port: 1, connectTimeout: 1 })
  probe.on('error', () => undefined)
  probe.destroy()
  let holder = Object.getPrototypeOf(probe) as Callable
  while (!Object.hasOwn(holder, 'execute')) holder = Object.getPrototypeOf(holder) as Callable
  const original = { execute: holder.execute, query: holder.query }
  Object.assign(holder, {
    execute(this: Callable, options: { sql: string; values: unknown[] }, ...rest: unknown[]) {
      note(this, options.sql, options.values)
      return Reflect.apply(original.execute, this, [options, ...rest])
    },
    query(this: Callable, options: { sql: string }, ...rest: unknown[]) {
      note(this, options.sql, [])
      return Reflect.apply(original.query, this, [options, ...rest])
    },
  })
  try {
    await work()
  } finally {
    Object.assign(holder, original)
  }
  return recorded
}

/** Records what the database is asked while `work` runs. */
export const record = (mysqlSide: boolean, work: () => Promise<unknown>): Promise<Recorded[]> =>
  mysqlSide ? recordMysql(work) : recordSqlite(work)
