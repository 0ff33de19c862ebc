/** SQL of what an auditor asks. */
import { sql } from 'kysely'
import type { BalanceRow } from '../tables.ts'
import { type LedgerDb, stands } from './books.ts'

/** The sum of each code of the chart, over all its owners. */
export const sumsByAccount = async (db: LedgerDb): Promise<Map<string, number>> => {
  const rows = await db
    .selectFrom('ledger_entry')
    .select([sql<string>`substr(account, 1, 4)`.as('code'), sql<number>`sum(amount_fen)`.as('fen')])
    .groupBy(sql`substr(account, 1, 4)`)
    .execute()
  return new Map(rows.map(({ code, fen }) => [code, Number(fen)]))
}

/** Entries of one account with their journals, newest first; an account stands once in a journal. */
export const entriesOfAccount = (db: LedgerDb, account: string, before: string | undefined, limit: number) =>
  db
    .selectFrom('ledger_entry as entry')
    .innerJoin('ledger_journal as journal', 'journal.id', 'entry.journal_id')
    .select(['entry.journal_id', 'entry.amount_fen', 'journal.kind', 'journal.about', 'journal.occurred_at'])
    .where('entry.account', '=', account)
    .$if(before !== undefined, (query) => query.where('entry.journal_id', '<', before ?? ''))
    .orderBy('entry.journal_id', 'desc')
    .limit(limit)
    .execute()

export const balanceOf = (db: LedgerDb, account: string): Promise<BalanceRow | undefined> =>
  db.selectFrom('ledger_balance').selectAll().where('account', '=', account).executeTakeFirst()

/** Sums of one account within a time, by kind of journal. */
export const movementsOf = async (db: LedgerDb, account: string, from: number, before: number) => {
  const rows = await db
    .selectFrom('ledger_journal as journal')
    .innerJoin('ledger_entry as entry', 'entry.journal_id', 'journal.id')
    .select((row) => ['journal.kind', row.fn.sum<number>('entry.amount_fen').as('fen')])
    .where('journal.occurred_at', '>=', from)
    .where('journal.occurred_at', '<', before)
    .where('entry.account', '=', account)
    .groupBy('journal.kind')
    .execute()
  return rows.map(({ kind, fen }) => ({ kind, fen: Number(fen) }))
}

/** How many journals there are of each kind, without those that were taken back. */
export const journalCounts = async (db: LedgerDb) => {
  const rows = await db
    .selectFrom('ledger_journal as journal')
    .select((row) => ['journal.kind', row.fn.countAll<number>().as('journals')])
    .where(stands)
    .groupBy('journal.kind')
    .execute()
  return rows.map(({ kind, journals }) => ({ kind, journals: Number(journals) }))
}
