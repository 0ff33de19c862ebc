/** Journals, entries, balances with a floor, holds and the chain. What is booked cannot be changed. */
import type { Migration, MigrationTools } from '@tiantou/platform'
import { sql } from 'kysely'

const journalTables = async ({ table, types, index }: MigrationTools) => {
  await table('ledger_journal')
    .addColumn('id', types.id, (column) => column.primaryKey().notNull())
    .addColumn('kind', types.code(30), (column) => column.notNull())
    .addColumn('about', types.code(64), (column) => column.notNull())
    .addColumn('occurred_at', types.int, (column) => column.notNull())
    .addColumn('booked_at', types.int, (column) => column.notNull())
    .addColumn('reverses', types.id)
    .execute()
  await index('ledger_journal_about', 'ledger_journal', ['about', 'kind'], true)
  await index('ledger_journal_reverses', 'ledger_journal', ['reverses'], true)
  await index('ledger_journal_booked', 'ledger_journal', ['booked_at', 'id'])
  await table('ledger_entry')
    .addColumn('journal_id', types.id, (column) => column.notNull())
    .addColumn('no', types.int, (column) => column.notNull())
    .addColumn('account', types.code(64), (column) => column.notNull())
    .addColumn('amount_fen', types.int, (column) => column.notNull().check(sql`amount_fen <> 0`))
    .addPrimaryKeyConstraint('ledger_entry_key', ['journal_id', 'no'])
    .execute()
  await index('ledger_entry_account', 'ledger_entry', ['account', 'journal_id'])
}

const balanceTables = async ({ table, types, index }: MigrationTools) => {
  await table('ledger_balance')
    .addColumn('account', types.code(64), (column) => column.primaryKey().notNull())
    .addColumn('posted_fen', types.int, (column) => column.notNull())
    .addColumn('held_fen', types.int, (column) => column.notNull())
    .addCheckConstraint('ledger_balance_floor', sql`posted_fen >= held_fen`)
    .addCheckConstraint('ledger_balance_held', sql`held_fen >= 0`)
    .execute()
  await table('ledger_hold')
    .addColumn('id', types.id, (column) => column.primaryKey().notNull())
    .addColumn('account', types.code(64), (column) => column.notNull())
    .addColumn('amount_fen', types.int, (column) => column.notNull())
    .addColumn('captured_fen', types.int, (column) => column.notNull())
    .addColumn('state', types.code(20), (column) => column.notNull())
    .addColumn('expires_at', types.int, (column) => column.notNull())
    .addColumn('version', types.int, (column) => column.notNull())
    .execute()
  await index('ledger_hold_due', 'ledger_hold', ['state', 'expires_at'])
  await index('ledger_hold_of', 'ledger_hold', ['account', 'state'])
  await table('ledger_link')
    .addColumn('seq', types.int, (column) => column.primaryKey().notNull())
    .addColumn('journal_id', types.id, (column) => column.notNull())
    .addColumn('hash', types.code(64), (column) => column.notNull())
    .execute()
  await index('ledger_link_journal', 'ledger_link', ['journal_id'], true)
}

/**
 * On SQLite the file has one owner, so triggers stand guard; on MySQL the account of the application is not
 * given UPDATE and DELETE on these tables (`npm run grants`).
 */
const guard = async ({ db, dialect }: MigrationTools) => {
  if (dialect !== 'sqlite') return
  for (const name of ['ledger_journal', 'ledger_entry', 'ledger_link']) {
    for (const action of ['UPDATE', 'DELETE']) {
      await sql`CREATE TRIGGER IF NOT EXISTS ${sql.raw(`${name}_no_${action.toLowerCase()}`)}
        BEFORE ${sql.raw(action)} ON ${sql.table(name)}
        BEGIN SELECT RAISE(ABORT, 'what is booked stays'); END`.execute(db)
    }
  }
}

export const ledger: Migration = {
  name: '0001-ledger',
  up: async (tools) => {
    await journalTables(tools)
    await balanceTables(tools)
    await guard(tools)
  },
}
