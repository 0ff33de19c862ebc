/** Books a fact of the business: the one way in which money moves. */
import type { CommandContext, CommandHandler, Tx } from '@tiantou/platform'
import type { Ledger } from '../contract.ts'
import { accountOf, entriesOf, type Posting } from '../postings.ts'
import { entriesOfJournals, insertJournal, journalAbout, shiftBalances } from '../store/books.ts'
import type { JournalRow, LedgerTables } from '../tables.ts'

type Context = Pick<CommandContext<never, LedgerTables>, 'id' | 'now'> & { readonly tx: Tx<LedgerTables> }

/** What to write about a journal besides its id and when it is booked. */
type Words = Pick<JournalRow, 'kind' | 'about' | 'occurred_at'> & { readonly reverses?: string }

type Booked =
  | { readonly is: 'booked' | 'known'; readonly journalId: string }
  | { readonly is: 'insufficient' | 'contradiction' }

/** Whether a journal's entries are these. */
export const isSame = async (tx: Tx<LedgerTables>, known: JournalRow, postings: readonly Posting[]) => {
  const said = (await entriesOfJournals(tx, [known.id])).map((row) => `${row.account} ${row.amount_fen}`)
  const says = postings.map((one) => `${accountOf(one)} ${one.fen}`)
  return said.join() === says.join()
}

/** Writes a journal and moves balances; what was booked before is known again, by its entries. */
export const book = async (context: Context, words: Words, postings: readonly Posting[]): Promise<Booked> => {
  const { tx, id, now } = context
  const row = { id: id('jrn'), booked_at: now, reverses: null, take: 0, ...words }
  if (!(await insertJournal(tx, row, postings))) {
    const known = await journalAbout(tx, words.kind, words.about)
    if (known === undefined) throw new Error(`${words.kind} about ${words.about} is taken by nobody.`)
    const same = await isSame(tx, known, postings)
    return same ? { is: 'known', journalId: known.id } : { is: 'contradiction' }
  }
  return (await shiftBalances(tx, postings)) ? { is: 'booked', journalId: row.id } : { is: 'insufficient' }
}

/** Records a fact; one that moves nothing leaves no journal. Refuses insufficient and contradiction. */
export const record: CommandHandler<typeof Ledger.commands.record, LedgerTables> = async (
  { fact, occurredAt },
  context,
) => {
  const postings = entriesOf(fact)
  if (postings.length === 0) return { journalId: null }
  const words = { kind: fact.kind, about: fact.about, occurred_at: occurredAt }
  const booked = await book(context, words, postings)
  return 'journalId' in booked ? { journalId: booked.journalId } : context.refuse(booked.is)
}
