/**
 * What the platform asks of a database, free of dialect: one write transaction at a time per unit of work,
 * and readers that cannot write. SQLite and MySQL/MariaDB both fill it and pass the same suite.
 */
import type { Kysely, Transaction } from 'kysely'

/** Tables as the corridor sees them; a module's own types are put on where its handle is handed out. */
export type AnyTables = Record<string, Record<string, unknown>>

export type DialectName = 'sqlite' | 'mysql'

/** The tables of `group-buy` are called `group_buy_…` (R3). */
export const tablePrefix = (module: string): string => `${module.replaceAll('-', '_')}_`

/** A module's typed, read-only handle. */
export type ReadDb<Tables> = Pick<Kysely<Tables>, 'selectFrom' | 'getExecutor' | 'fn'>

/**
 * A module's typed handle inside one transaction. It dies with its command: statements after the end are
 * refused.
 */
export type Tx<Tables> = Pick<
  Transaction<Tables>,
  'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'getExecutor' | 'fn' | 'isTransaction'
>

/** One open transaction. `handle` gives a module's own view of it. */
export interface Unit {
  handle(module: string): Transaction<AnyTables>
  /** Runs `work` so that its writes can be undone alone: returns its value, or undoes it when it throws. */
  savepoint<R>(work: () => Promise<R>): Promise<R>
}

/**
 * What a unit of work decides: keep everything, or undo everything and then (still in order) look something
 * up.
 */
export type Verdict<R> =
  | { readonly keep: true; readonly value: R }
  | { readonly keep: false; readonly value: R; readonly after?: undefined }
  | { readonly keep: false; readonly after: (unit: Unit) => Promise<R> }

export interface LifeLine {
  /**
   * Tells which of these lives have ended. The first time, and after a cut, it takes hold of the line and
   * judges nobody.
   */
  ended(lives: readonly string[]): Promise<readonly string[]>
  /** Ends the life. */
  close(): void
}

export interface Database {
  readonly dialect: DialectName
  /** Runs work in one durable transaction. Busy and deadlock run the whole work again, bounded. */
  transact<R>(work: (unit: Unit) => Promise<Verdict<R>>): Promise<R>
  /** A module's read-only handle. `fresh` asks for the primary where replicas exist. */
  reader(module: string, fresh?: boolean): Kysely<AnyTables>
  /** An unrestricted handle for migrations. */
  owner(): Kysely<AnyTables>
  /**
   * Runs work while no other process of this database does: two that start at once migrate one after the
   * other.
   */
  exclusively<R>(work: () => Promise<R>): Promise<R>
  /**
   * Shows the processes that share the database that the life of this name goes on, for as long as it is open
   * and this process lives. None where a database has one process only.
   */
  openLifeLine?(life: string): LifeLine
  /** Rejects when the database cannot answer. */
  ping(): Promise<void>
  /** Finishes what is at work. May be called twice. */
  close(): Promise<void>
}

/** The database said that a unique key is taken. */
export class UniqueConflict extends Error {
  override readonly name = 'UniqueConflict'
}

/** Whether a row was written; false where its key is taken, and then nothing has changed. */
export const unlessTaken = async (insert: Promise<unknown>): Promise<boolean> => {
  try {
    await insert
    return true
  } catch (error) {
    if (error instanceof UniqueConflict) return false
    throw error
  }
}

/** A command waited for something that is not its database, or used its handle after its end: a defect. */
export class HandleMisuse extends Error {
  override readonly name = 'HandleMisuse'
}

/** The database is away or too busy; the whole call may be tried again with the same key. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway'
}

/**
 * Deadlock, lock time-out or a changed snapshot: nothing was done, the whole unit of work may run again at
 * once.
 */
export class RunAgain extends Error {
  override readonly name = 'RunAgain'
}
