/**
 * Records the SQL of one request, so that the bare side can run the very same statements by hand. Patches the drivers' own
 * prototypes for the moment of recording only; the platform has no hook for it.
 */
import { StatementSync } from 'node:sqlite'

export interface Recorded {
  readonly sql: string
  readonly parameters: readonly (string | number | null)[]
  /** Read outside the transaction. */
  readonly read: boolean
}

type Value = string | number | null

const CONTROL = /^(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)/

/** Records what node:sqlite runs while `work` runs. */
export const recordSqlite = async (work: () => Promise<unknown>): Promise<Recorded[]> => {
  const recorded: Recorded[] = []
  let inside = false
  const prototype = StatementSync.prototype
  const original = { all: prototype.all, run: prototype.run }
  const note = (statement: StatementSync, parameters: unknown[]) => {
    const sql = statement.sourceSQL
    if (sql.startsWith('SAVEPOINT')) inside = true
    else if (sql.startsWith('RELEASE')) inside = false
    else if (!CONTROL.test(sql)) recorded.push({ sql, parameters: parameters as Value[], read: !inside })
  }
  Object.assign(prototype, {
    all(this: StatementSync, ...parameters: unknown[]) {
      note(this, parameters)
      return Reflect.apply(original.all, this, parameters)
    },
    run(this: StatementSync, ...parameters: unknown[]) {
      note(this, parameters)
      return Reflect.apply(original.run, this, parameters)
    },
  })
  try {
    await work()
  } finally {
    Object.assign(prototype, original)
  }
  return recorded
}
