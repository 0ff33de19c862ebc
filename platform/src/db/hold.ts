/** A row that many want at once, there or not. */
import { type InsertQueryBuilder, MysqlAdapter, sql } from 'kysely'
import type { AnyTables, Tx } from './database.ts'

type Insert = InsertQueryBuilder<AnyTables, string, unknown>

/**
 * Writes a row, or takes hold of the one that has its key, in one statement: whoever comes at the same moment
 * waits until this transaction ends. To look first and write then deadlocks on MySQL, where each holds the
 * gap that the others write into.
 * @param insert `tx.insertInto(…).values(…)` of one row
 * @param key the columns of the primary key
 */
export const insertOrHold = async <DB, T extends keyof DB>(
  tx: Pick<Tx<DB>, 'getExecutor'>,
  insert: InsertQueryBuilder<DB, T, unknown>,
  key: readonly [string, ...string[]],
): Promise<void> => {
  const plain = insert as unknown as Insert
  const [first] = key
  await (
    tx.getExecutor().adapter instanceof MysqlAdapter
      ? plain.onDuplicateKeyUpdate({ [first]: sql.ref(first) } as never)
      : plain.onConflict((taken) => taken.columns([...key] as never[]).doNothing())
  ).execute()
}
