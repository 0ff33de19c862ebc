/**
 * What must be true of the books at any time, each as a count of what breaks it (ledger.md §3). Those that
 * span modules stand in between/pages/audit.ts; those of things that do not exist yet are named in the
 * README.
 */
import { type RawBuilder, sql } from 'kysely'
import { GENESIS, linkHash } from './chain.ts'
import { chart } from './chart.data.ts'
import { entriesOfJournals, type LedgerDb } from './store/books.ts'
import { journalsById, linksAfter } from './store/chain.ts'

export interface Invariant {
  readonly name: string
  readonly doc: string
  count(db: LedgerDb, now: number): Promise<number>
}

const counted =
  (query: RawBuilder<{ n: number }>) =>
  async (db: LedgerDb): Promise<number> =>
    Number((await query.execute(db)).rows[0]?.n ?? 0)

const floors = Object.entries(chart)
  .filter(([, spec]) => 'floor' in spec)
  .map(([code]) => code)
const HOUR_MS = 3_600_000
const PAGE = 1_000

/** Walks the whole chain; counts links that do not follow from what they link. */
const brokenLinks = async (db: LedgerDb): Promise<number> => {
  let [before, seq, broken] = [GENESIS, 0, 0]
  for (;;) {
    const links = await linksAfter(db, seq, PAGE)
    if (links.length === 0) return broken
    const ids = links.map((link) => link.journal_id)
    const journals = new Map((await journalsById(db, ids)).map((journal) => [journal.id, journal]))
    const entries = Map.groupBy(await entriesOfJournals(db, ids), (entry) => entry.journal_id)
    for (const link of links) {
      const journal = journals.get(link.journal_id)
      const right =
        journal !== undefined &&
        link.seq === seq + 1 &&
        link.hash === linkHash(before, journal, entries.get(journal.id) ?? [])
      if (!right) broken += 1
      before = link.hash
      seq = link.seq
    }
  }
}

export const invariants: readonly Invariant[] = [
  {
    name: 'I1',
    doc: 'Every journal sums to zero.',
    count: counted(sql`SELECT COUNT(*) AS n FROM (SELECT journal_id FROM ledger_entry
      GROUP BY journal_id HAVING SUM(amount_fen) <> 0) AS odd`),
  },
  {
    name: 'I2',
    doc: 'All entries sum to zero; so do assets and expenses against liabilities and income (I18).',
    count: counted(
      sql`SELECT CASE WHEN COALESCE(SUM(amount_fen), 0) = 0 THEN 0 ELSE 1 END AS n FROM ledger_entry`,
    ),
  },
  {
    name: 'I3',
    doc: 'A balance is the sum of the entries of its account (I20: played again from zero).',
    count: counted(sql`SELECT COUNT(*) AS n FROM ledger_balance AS balance WHERE posted_fen <> -(SELECT
      COALESCE(SUM(amount_fen), 0) FROM ledger_entry AS entry WHERE entry.account = balance.account)`),
  },
  {
    name: 'I3b',
    doc: 'Whatever account has a floor has its balance.',
    count: counted(sql`SELECT COUNT(*) AS n FROM (SELECT DISTINCT account FROM ledger_entry
      WHERE ${sql.join(
        floors.map((code) => sql`(account >= ${`${code}/`} AND account < ${`${code}0`})`),
        sql` OR `,
      )}) AS owned WHERE NOT EXISTS
      (SELECT 1 FROM ledger_balance AS balance WHERE balance.account = owned.account)`),
  },
  {
    name: 'I4',
    doc: 'No balance is below what is held of it, and that is never below zero.',
    count: counted(sql`SELECT COUNT(*) AS n FROM ledger_balance WHERE posted_fen < held_fen OR held_fen < 0`),
  },
  {
    name: 'I5',
    doc: 'What is held of an account is the sum of its pending holds; none used more than it held.',
    count: counted(sql`SELECT
      (SELECT COUNT(*) FROM ledger_hold WHERE captured_fen > amount_fen
        OR (state <> 'captured' AND captured_fen <> 0)) +
      (SELECT COUNT(*) FROM ledger_balance AS balance WHERE held_fen <> (SELECT COALESCE(SUM(amount_fen), 0)
        FROM ledger_hold AS hold WHERE hold.account = balance.account AND hold.state = 'pending')) AS n`),
  },
  {
    name: 'I8',
    doc: 'No journal is without entries, no entry without its journal.',
    count: counted(sql`SELECT
      (SELECT COUNT(*) FROM ledger_journal AS journal WHERE NOT EXISTS
        (SELECT 1 FROM ledger_entry AS entry WHERE entry.journal_id = journal.id)) +
      (SELECT COUNT(*) FROM ledger_entry AS entry WHERE NOT EXISTS
        (SELECT 1 FROM ledger_journal AS journal WHERE journal.id = entry.journal_id)) AS n`),
  },
  {
    name: 'I8b',
    doc: 'A fact is told anew only after what was told before was taken back.',
    count: counted(sql`SELECT COUNT(*) AS n FROM ledger_journal AS journal WHERE take > 0 AND NOT EXISTS
      (SELECT 1 FROM ledger_journal AS told JOIN ledger_journal AS mirror ON mirror.reverses = told.id
        WHERE told.about = journal.about AND told.kind = journal.kind AND told.take = journal.take - 1)`),
  },
  { name: 'I16', doc: 'The chain of hashes is unbroken.', count: brokenLinks },
  {
    name: 'I16b',
    doc: 'Whatever was booked an hour ago is in the chain.',
    count: async (db, now) =>
      counted(sql`SELECT COUNT(*) AS n FROM ledger_journal AS journal WHERE booked_at < ${now - HOUR_MS}
        AND NOT EXISTS (SELECT 1 FROM ledger_link AS link WHERE link.journal_id = journal.id)`)(db),
  },
]
