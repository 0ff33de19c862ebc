/**
 * SQL that books: journals and entries are inserted, balances with a floor move by one conditional update.
 * Nothing is read before it is written.
 */
import type { ExpressionBuilder } from 'kysely'
import { hotChange, hotInsert, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import { accountOf, hasFloor, type Posting } from '../postings.ts'
import type { EntryRow, JournalRow, LedgerTables } from '../tables.ts'

export type LedgerTx = Tx<LedgerTables>
export type LedgerDb = ReadDb<LedgerTables> | LedgerTx

const insertJournals = hotInsert<JournalRow>('ledger_journal', [
  'id',
  'kind',
  'about',
  'take',
  'occurred_at',
  'booked_at',
  'reverses',
])
const insertEntries = hotInsert<EntryRow>('ledger_entry', ['journal_id', 'no', 'account', 'amount_fen'])

interface Change {
  readonly account: string
  /** What the owner is owed more; negative for less. */
  readonly fen: number
}

const changeBalance = hotChange((db: LedgerTx, hole: Change) =>
  db
    .updateTable('ledger_balance')
    .set((row) => ({ posted_fen: row('posted_fen', '+', hole.fen) }))
    .where('account', '=', hole.account)
    .where((row) => row(row('posted_fen', '+', hole.fen), '>=', row.ref('held_fen'))),
)

/** Moves a balance; false where it would fall below what is held of it. */
const shift = async (tx: LedgerTx, change: Change): Promise<boolean> => {
  if ((await changeBalance(tx, change)) > 0) return true
  if (change.fen < 0) return false
  const row = { account: change.account, posted_fen: change.fen, held_fen: 0 }
  if (await unlessTaken(tx.insertInto('ledger_balance').values(row).execute())) return true
  return (await changeBalance(tx, change)) > 0
}

/** Writes a journal with its entries: false where there is one of this kind, thing and take. */
export const insertJournal = async (
  tx: LedgerTx,
  row: JournalRow,
  postings: readonly Posting[],
): Promise<boolean> => {
  if (!(await unlessTaken(insertJournals(tx as never, [row])))) return false
  const entries = postings.map((posting, no) => ({
    journal_id: row.id,
    no,
    account: accountOf(posting),
    amount_fen: posting.fen,
  }))
  await insertEntries(tx as never, entries)
  return true
}

/** Moves the balances of a journal's accounts, in their order; false where one has not enough. */
export const shiftBalances = async (tx: LedgerTx, postings: readonly Posting[]): Promise<boolean> => {
  for (const posting of postings) {
    if (!hasFloor(posting.code)) continue
    if (!(await shift(tx, { account: accountOf(posting), fen: -posting.fen }))) return false
  }
  return true
}

export const journalById = (db: LedgerDb, id: string): Promise<JournalRow | undefined> =>
  db.selectFrom('ledger_journal').selectAll().where('id', '=', id).executeTakeFirst()

/** The journal of a fact: of its takes the last. */
export const journalAbout = (db: LedgerDb, kind: string, about: string): Promise<JournalRow | undefined> =>
  db
    .selectFrom('ledger_journal')
    .selectAll()
    .where('about', '=', about)
    .where('kind', '=', kind)
    .orderBy('take', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Every journal about one thing, oldest first. */
export const journalsAbout = (db: LedgerDb, about: string): Promise<JournalRow[]> =>
  db.selectFrom('ledger_journal').selectAll().where('about', '=', about).orderBy('id').execute()

/** Whether a journal stands: none takes it back. */
export const stands = (row: ExpressionBuilder<LedgerTables & { journal: JournalRow }, 'journal'>) =>
  row.not(
    row.exists(
      row
        .selectFrom('ledger_journal as mirror')
        .select('mirror.id')
        .whereRef('mirror.reverses', '=', 'journal.id'),
    ),
  )

/** Every journal about some things that was not taken back. */
export const standingAbout = async (db: LedgerDb, abouts: readonly string[]): Promise<JournalRow[]> =>
  abouts.length === 0
    ? []
    : db
        .selectFrom('ledger_journal as journal')
        .selectAll('journal')
        .where('journal.about', 'in', abouts)
        .where(stands)
        .orderBy('journal.id')
        .execute()

/** The entries of journals, journal by journal in their order. */
export const entriesOfJournals = async (db: LedgerDb, ids: readonly string[]): Promise<EntryRow[]> =>
  ids.length === 0
    ? []
    : db
        .selectFrom('ledger_entry')
        .selectAll()
        .where('journal_id', 'in', ids)
        .orderBy('journal_id')
        .orderBy('no')
        .execute()
