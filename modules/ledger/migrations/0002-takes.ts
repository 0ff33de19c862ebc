/** What was taken back can be told right: a fact has takes, and only one journal for each of them. */
import type { Migration } from '@tiantou/platform'

export const takes: Migration = {
  name: '0002-takes',
  up: async ({ db, types, hasColumn, index, dropIndex }) => {
    if (!(await hasColumn('ledger_journal', 'take')))
      await db.schema
        .alterTable('ledger_journal')
        .addColumn('take', types.int, (column) => column.notNull().defaultTo(0))
        .execute()
    await index('ledger_journal_take', 'ledger_journal', ['about', 'kind', 'take'], true)
    await dropIndex('ledger_journal_about', 'ledger_journal')
  },
}
