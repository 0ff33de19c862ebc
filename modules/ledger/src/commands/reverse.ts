/** Takes a journal back by its mirror image (红冲): nothing that was booked is ever edited. */
import type { CommandHandler } from '@tiantou/platform'
import type { Ledger } from '../contract.ts'
import { postingOf } from '../postings.ts'
import { entriesOfJournals, journalById } from '../store/books.ts'
import type { LedgerTables } from '../tables.ts'
import { book } from './record.ts'

const KIND = 'reversal'

/** Reverses. Refuses no_such_journal, already_reversed and insufficient. */
export const reverse: CommandHandler<typeof Ledger.commands.reverse, LedgerTables> = async (
  { journalId },
  context,
) => {
  const { tx, now, refuse } = context
  const journal = await journalById(tx, journalId)
  if (journal === undefined) return refuse('no_such_journal')
  if (journal.kind === KIND) return refuse('already_reversed')
  const mirror = (await entriesOfJournals(tx, [journalId])).map((row) => {
    const posting = postingOf(row)
    return { ...posting, fen: -posting.fen }
  })
  const words = { kind: KIND, about: journalId, occurred_at: now, reverses: journalId }
  const booked = await book(context, words, mirror)
  if (booked.is === 'booked') return { journalId: booked.journalId }
  return refuse(booked.is === 'insufficient' ? 'insufficient' : 'already_reversed')
}
