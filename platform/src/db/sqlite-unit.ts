/**
 * One unit of work on SQLite's single writer: the handles that die with it, savepoints inside it, and the
 * watch that catches it waiting for anything but its database (architecture §12). Opens and commits nothing
 * itself.
 */
import type { DatabaseSync } from 'node:sqlite'
import {
  DummyDriver,
  SqliteAdapter,
  SqliteDialect,
  SqliteQueryCompiler,
  type QueryResult,
  type Transaction,
} from 'kysely'
import { type AnyTables, DatabaseAway, HandleMisuse, type Unit } from './database.ts'
import { type DialectParts, executorOf, transactionOver } from './executor.ts'
import { OWNER, runPrepared, type Prepare } from './sqlite-statements.ts'

export const SQLITE_PARTS: DialectParts = {
  adapter: new SqliteAdapter(),
  compiler: new SqliteQueryCompiler(),
  dialect: new SqliteDialect({ database: () => Promise.reject(new Error('not opened by Kysely')) }),
  driver: new DummyDriver(),
}

/** A unit on the writer: handles are made on demand and die when `end` is called. */
export const openUnit = (writer: DatabaseSync, prepare: Prepare) => {
  let alive = true
  let depth = 0
  const handles = new Map<string, Transaction<AnyTables>>()
  const check = (who: string) => {
    if (!alive) throw new HandleMisuse(`${who} was used after its command had ended.`)
    // After SQLITE_FULL the transaction is gone and the next statement would commit by itself.
    if (!writer.isTransaction) throw new DatabaseAway('SQLite rolled the whole batch back.')
  }
  const own = (sql: string) => runPrepared(prepare(OWNER, sql), [])
  const unit: Unit = {
    handle: (module) => {
      const known = handles.get(module)
      if (known !== undefined) return known
      const run = async <R>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<R>> => {
        check(`The handle of ${module}`)
        return runPrepared<R>(prepare(module, sql), parameters)
      }
      const made = transactionOver(SQLITE_PARTS, executorOf(SQLITE_PARTS, run))
      handles.set(module, made)
      return made
    },
    savepoint: async (work) => {
      check('A savepoint')
      depth += 1
      const name = `inner_${depth}`
      own(`SAVEPOINT ${name}`)
      try {
        const value = await work()
        check('A savepoint')
        own(`RELEASE ${name}`)
        return value
      } catch (error) {
        if (alive && writer.isTransaction) {
          own(`ROLLBACK TO ${name}`)
          own(`RELEASE ${name}`)
        }
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
 * Runs work that may wait for nothing but the database. All its waiting is then microtasks, so once these
 * have drained and it is still not done it waits for something else, and is given up.
 */
export const watched = <R>(work: () => Promise<R>): Promise<R> => {
  return new Promise<R>((resolve, reject) => {
    let done = false
    queueMicrotask(() =>
      process.nextTick(() => {
        if (done) return
        reject(
          new HandleMisuse('A command waited for something that is not its database; it was rolled back.'),
        )
      }),
    )
    const end =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        done = true
        settle(value)
      }
    work().then(end(resolve), end(reject))
  })
}
