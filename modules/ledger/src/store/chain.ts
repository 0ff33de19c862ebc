/** SQL of the chain over all journals. */
import type { JournalRow, LinkRow } from '../tables.ts'
import type { LedgerDb, LedgerTx } from './books.ts'

/** The last link; undefined where there is none. */
const lastLink = (db: LedgerDb): Promise<LinkRow | undefined> =>
  db.selectFrom('ledger_link').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()

/** Journals booked in a span that no link names, oldest first. */
const unlinked = (
  db: LedgerDb,
  { from, until, limit }: { readonly from: number; readonly until: number; readonly limit: number },
): Promise<JournalRow[]> =>
  db
    .selectFrom('ledger_journal as journal')
    .selectAll('journal')
    .where('journal.booked_at', '>=', from)
    .where('journal.booked_at', '<=', until)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('ledger_link as link')
            .select('link.seq')
            .whereRef('link.journal_id', '=', 'journal.id'),
        ),
      ),
    )
    .orderBy('journal.booked_at')
    .orderBy('journal.id')
    .limit(limit)
    .execute()

export const insertLinks = async (tx: LedgerTx, rows: readonly LinkRow[]): Promise<void> => {
  await tx
    .insertInto('ledger_link')
    .values([...rows])
    .execute()
}

/** Links behind a number, in their order. */
export const linksAfter = (db: LedgerDb, seq: number, limit: number): Promise<LinkRow[]> =>
  db.selectFrom('ledger_link').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute()

export const journalsById = (db: LedgerDb, ids: readonly string[]): Promise<JournalRow[]> =>
  db.selectFrom('ledger_journal').selectAll().where('id', 'in', ids).execute()

/** Whatever was booked before this is committed by now or never will be. */
const SETTLED_MS = 5_000
/** What commits later than others of its time is found within this; the nightly look finds the rest. */
const LOOK_BACK_MS = 60_000

/** The next journals for the chain; `all` looks for them from the first journal on. */
export const nextForChain = async (db: LedgerDb, now: number, limit: number, all = false) => {
  const last = await lastLink(db)
  const [newest] = last === undefined ? [] : await journalsById(db, [last.journal_id])
  const from = all || newest === undefined ? 0 : newest.booked_at - LOOK_BACK_MS
  return { last, journals: await unlinked(db, { from, until: now - SETTLED_MS, limit }) }
}
