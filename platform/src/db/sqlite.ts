/**
 * SQLite behind the `Database` interface: one writer that commits queued units of work in groups
 * (sqlite-writer.ts), and a second, read-only connection for readers. Nothing here knows a module or a
 * command.
 */
import { DatabaseSync } from 'node:sqlite'
import { CompiledQuery, type Kysely } from 'kysely'
import type { AnyTables, Database } from './database.ts'
import { executorOf, kyselyOver } from './executor.ts'
import { OWNER, runPrepared, statementCache, type Prepare } from './sqlite-statements.ts'
import { SQLITE_PARTS } from './sqlite-unit.ts'
import { GroupWriter } from './sqlite-writer.ts'

/** A foreign lock at the moment of opening is waited for this long; afterwards waiting is asynchronous. */
const OPEN_WAIT_MS = 5_000

const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA temp_store = memory;
  PRAGMA cache_size = -65536;
  PRAGMA mmap_size = 268435456;
  PRAGMA foreign_keys = OFF;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA busy_timeout = 0;
`

const readHandle = (prepare: Prepare, module: string): Kysely<AnyTables> =>
  kyselyOver(
    SQLITE_PARTS,
    executorOf(SQLITE_PARTS, async (sql, parameters) => runPrepared(prepare(module, sql), parameters)),
  )

/** Statements of the owner take their turn in the writer's queue: they never fall into somebody's batch. */
const ownerHandle = (writer: GroupWriter): Kysely<AnyTables> =>
  kyselyOver(
    SQLITE_PARTS,
    executorOf(SQLITE_PARTS, <R>(sql: string, parameters: readonly unknown[]) =>
      writer.transact(async (unit) => {
        const query = CompiledQuery.raw(sql, [...parameters])
        return {
          keep: true,
          value: await unit
            .handle(OWNER)
            .getExecutor()
            .executeQuery<R>(query as never),
        }
      }),
    ),
  )

/** Opens one SQLite file. `path` is created when missing. */
export const openSqlite = (path: string): Database => {
  const writerDb = new DatabaseSync(path, { timeout: OPEN_WAIT_MS, enableForeignKeyConstraints: false })
  writerDb.exec(PRAGMAS)
  const readerDb = new DatabaseSync(path, { readOnly: true, timeout: 1_000 })
  readerDb.exec('PRAGMA cache_size = -32768; PRAGMA mmap_size = 67108864; PRAGMA temp_store = memory;')
  const writer = new GroupWriter(writerDb)
  const prepareRead = statementCache(readerDb)
  const readers = new Map<string, Kysely<AnyTables>>()
  const end = async () => {
    await writer.close()
    readerDb.close()
    writerDb.close()
  }
  let ended: Promise<void> | undefined
  return {
    dialect: 'sqlite',
    transact: (work) => writer.transact(work),
    reader: (module) => {
      let reader = readers.get(module)
      if (reader === undefined) {
        reader = readHandle(prepareRead, module)
        readers.set(module, reader)
      }
      return reader
    },
    owner: () => ownerHandle(writer),
    // One process on one file is what SQLite is here for.
    exclusively: (work) => work(),
    ping: async () => {
      runPrepared(prepareRead(OWNER, 'SELECT 1 AS one'), [])
    },
    close: () => (ended ??= end()),
  }
}
