/** Takes a journal back by its mirror image (红冲): nothing that was booked is ever edited. */
import type { CommandHandler, Tx } from '@tiantou/platform'
import type { Ledger } from '../contract.ts'
import { type Posting, postingOf } from '../postings.ts'
import { entriesOfJournals, journalById } from '../store/books.ts'
import type { LedgerTables } from '../tables.ts'
import { book } from './record.ts'

const KIND = 'reversal'

/** The entries that take a journal back. */
export const mirrorOf = async (tx: Tx<LedgerTables>, journalId: string): Promise<Posting[]> =>
  (await entriesOfJournals(tx, [journalId])).map((row) => {
    const posting = postingOf(row)
    return { ...posting, fen: -posting.fen }
  })

/** What is written about a mirror image; one a journal. */
export const wordsOfMirror = (journalId: string, now: number) => ({
  kind: KIND,
  about: journalId,
  take: 0,
  occurred_at: now,
  reverses: journalId,
})

/** Reverses. Refuses no_such_journal, already_reversed and insufficient. */
export const reverse: CommandHandler<typeof Ledger.commands.reverse, LedgerTables> = async (
  { journalId },
  context,
) => {
  const { tx, now, refuse } = context
  const journal = await journalById(tx, journalId)
  if (journal === undefined) return refuse('no_such_journal')
  if (journal.kind === KIND) return refuse('already_reversed')
  const booked = await book(context, wordsOfMirror(journalId, now), await mirrorOf(tx, journalId))
  if (booked.is === 'booked') return { journalId: booked.journalId }
  return refuse(booked.is === 'insufficient' ? 'insufficient' : 'already_reversed')
}
