/**
 * What must differ between the databases, one row each. Stores stay inside the common subset and never ask
 * which one it is.
 */
import { type RawBuilder, sql } from 'kysely'
import type { DialectName } from './database.ts'

/** Column types for migrations: names carry meaning, the dialect carries spelling. */
export interface ColumnTypes {
  /** Prefixed id, ≤ 32 ASCII characters. */
  readonly id: RawBuilder<unknown>
  /** ASCII words of our own making (states, codes, keys), compared byte by byte. */
  readonly code: (length: number) => RawBuilder<unknown>
  /** Text of people, up to `length` characters. */
  readonly text: (length: number) => RawBuilder<unknown>
  /** Text without a bound worth naming (JSON, sealed fields). */
  readonly long: RawBuilder<unknown>
  /** 64-bit integer: fen, grams, milliseconds, counts, 0/1. */
  readonly int: RawBuilder<unknown>
}

export interface DialectRow {
  readonly types: ColumnTypes
  /** Put at the end of CREATE TABLE. */
  readonly tableEnd: RawBuilder<unknown>
}

export const DIALECTS: Readonly<Record<DialectName, DialectRow>> = {
  sqlite: {
    types: {
      id: sql`TEXT`,
      code: () => sql`TEXT`,
      text: () => sql`TEXT`,
      long: sql`TEXT`,
      int: sql`INTEGER`,
    },
    // Every table has a key of its own: one tree a table instead of two.
    tableEnd: sql`STRICT, WITHOUT ROWID`,
  },
  mysql: {
    types: {
      id: sql`VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin`,
      code: (length) => sql`VARCHAR(${sql.raw(String(length))}) CHARACTER SET ascii COLLATE ascii_bin`,
      text: (length) => sql`VARCHAR(${sql.raw(String(length))})`,
      long: sql`LONGTEXT`,
      int: sql`BIGINT`,
    },
    tableEnd: sql`ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  },
}
