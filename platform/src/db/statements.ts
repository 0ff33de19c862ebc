/**
 * Where databases say which statements they run, for tools that look at their plans. Nobody listens in
 * production, and then nothing is said.
 */
import { channel } from 'node:diagnostics_channel'
import type { DialectName } from './database.ts'

/** One statement as it was run. SQLite says each text once a connection, MySQL each time with its values. */
export interface RunStatement {
  readonly dialect: DialectName
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Carries `RunStatement`s. */
export const statements = channel('tiantou:statement')

/** Says a statement to whoever listens. */
export const sayStatement = (dialect: DialectName, sql: string, parameters: readonly unknown[]): void => {
  if (statements.hasSubscribers) statements.publish({ dialect, sql, parameters } satisfies RunStatement)
}
