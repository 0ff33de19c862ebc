/**
 * Queries for hot paths: built once with holes for their parameters, bound per call (architecture §12: three
 * times the orders a second). A hole takes one value: lists of changing length belong to the plain builder,
 * which is fine elsewhere too.
 */
import { type Compilable, CompiledQuery, RawNode } from 'kysely'
import type { ReadDb, Tx } from './database.ts'

class Hole {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

type Handle<DB> = Pick<Tx<DB>, 'getExecutor'> | Pick<ReadDb<DB>, 'getExecutor'>
type Build<DB, P, Q> = (db: Tx<DB>, holes: P) => Q

interface Bound {
  readonly sql: string
  readonly slots: readonly unknown[]
}

const holesOf = <P extends object>(): P =>
  new Proxy({}, { get: (_target, name) => new Hole(String(name)) }) as P

/**
 * What goes into a hole: exactly one value. A list has as many holes as members; its text would change with
 * them.
 */
const filling = (name: string, value: unknown): unknown => {
  if (value === undefined) throw new TypeError(`The hole ${name} was given no value.`)
  if (Array.isArray(value)) throw new TypeError(`The hole ${name} holds one value, not a list.`)
  return value
}

const binder = <DB, P extends object>(build: Build<DB, P, Compilable<unknown>>) => {
  const byAdapter = new WeakMap<object, Bound>()
  return (db: Handle<DB>, values: P): CompiledQuery<never> => {
    const executor = db.getExecutor()
    let bound = byAdapter.get(executor.adapter)
    if (bound === undefined) {
      const { sql, parameters } = build(db as Tx<DB>, holesOf<P>()).compile()
      bound = { sql, slots: parameters }
      byAdapter.set(executor.adapter, bound)
    }
    const parameters = bound.slots.map((slot) =>
      slot instanceof Hole ? filling(slot.name, (values as Record<string, unknown>)[slot.name]) : slot,
    )
    return { sql: bound.sql, parameters, query: NODE, queryId: ID } as CompiledQuery<never>
  }
}

const NODE = RawNode.createWithSql('')
const ID = CompiledQuery.raw('').queryId

type RowOf<Q> = Q extends Compilable<infer R> ? R : never

/** A hot SELECT: returns its rows. */
export const hotRows = <DB, P extends object, Q extends Compilable<unknown>>(build: Build<DB, P, Q>) => {
  const bind = binder<DB, P>(build)
  return async (db: Handle<DB>, values: P): Promise<RowOf<Q>[]> => {
    const { rows } = await db.getExecutor().executeQuery<RowOf<Q>>(bind(db, values))
    return rows
  }
}

/** A hot INSERT, UPDATE or DELETE: returns how many rows it touched. */
export const hotChange = <DB, P extends object>(build: Build<DB, P, Compilable<unknown>>) => {
  const bind = binder<DB, P>(build)
  return async (db: Handle<DB>, values: P): Promise<number> => {
    const { numAffectedRows } = await db.getExecutor().executeQuery(bind(db, values))
    return Number(numAffectedRows ?? 0n)
  }
}

/** A hot multi-row INSERT into one table; its text is kept per number of rows. */
export const hotInsert = <Row extends object>(table: string, columns: readonly (keyof Row & string)[]) => {
  const one = `(${columns.map(() => '?').join(', ')})`
  const texts = new Map<number, string>()
  return async (db: Pick<Tx<never>, 'getExecutor'>, rows: readonly Row[]): Promise<void> => {
    if (rows.length === 0) return
    let text = texts.get(rows.length)
    if (text === undefined) {
      const values = Array.from(rows, () => one).join(', ')
      // Backticks quote names on both: SQLite takes them as MySQL does.
      const names = columns.map((column) => `\`${column}\``).join(', ')
      text = `insert into ${table} (${names}) values ${values}`
      texts.set(rows.length, text)
    }
    const parameters: unknown[] = []
    for (const row of rows) for (const column of columns) parameters.push(filling(column, row[column]))
    await db
      .getExecutor()
      .executeQuery({ sql: text, parameters, query: NODE, queryId: ID } as CompiledQuery<never>)
  }
}

/**
 * Runs a ready text that changes rows; returns how many it touched. For texts the corridor builds and keeps.
 */
export const changeBy = async (
  db: Pick<Tx<never>, 'getExecutor'>,
  sql: string,
  parameters: readonly unknown[],
): Promise<number> => {
  const query = { sql, parameters, query: NODE, queryId: ID } as CompiledQuery<never>
  const { numAffectedRows } = await db.getExecutor().executeQuery(query)
  return Number(numAffectedRows ?? 0n)
}

/** Runs a ready text that reads; whether it found anything. */
export const isFound = async (
  db: Pick<Tx<never>, 'getExecutor'>,
  sql: string,
  parameters: readonly unknown[],
): Promise<boolean> => {
  const query = { sql, parameters, query: NODE, queryId: ID } as CompiledQuery<never>
  return (await db.getExecutor().executeQuery(query)).rows.length > 0
}
