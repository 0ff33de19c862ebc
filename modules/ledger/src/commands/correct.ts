/**
 * Tells a fact right that was booked wrong: its journal is taken back and the right one booked in the same
 * commit, as the next take of the same fact.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Ledger } from '../contract.ts'
import { entriesOf, netOf } from '../postings.ts'
import { insertJournal, journalById, shiftBalances } from '../store/books.ts'
import type { LedgerTables } from '../tables.ts'
import { isSame } from './record.ts'
import { mirrorOf, wordsOfMirror } from './reverse.ts'

/** Corrects. Refuses no_such_journal, other_thing, nothing_to_correct, corrected_since and insufficient. */
export const correct: CommandHandler<typeof Ledger.commands.correct, LedgerTables> = async (
  { journalId, fact },
  { tx, id, now, refuse },
) => {
  const journal = await journalById(tx, journalId)
  if (journal === undefined) return refuse('no_such_journal')
  const { kind, about, occurred_at } = journal
  if (fact.kind !== kind || fact.about !== about) return refuse('other_thing')
  const right = entriesOf(fact)
  const mirror = await mirrorOf(tx, journalId)
  const mirrorRow = { id: id('jrn'), booked_at: now, ...wordsOfMirror(journalId, now) }
  // Taken back before, by `reverse`: then only the right one is missing.
  const stood = await insertJournal(tx, mirrorRow, mirror)
  if (right.length === 0 || (stood && (await isSame(tx, journal, right)))) return refuse('nothing_to_correct')
  const take = journal.take + 1
  const row = { id: id('jrn'), kind, about, occurred_at, booked_at: now, reverses: null, take }
  if (!(await insertJournal(tx, row, right))) return refuse('corrected_since')
  const moved = await shiftBalances(tx, stood ? netOf([...mirror, ...right]) : right)
  return moved ? { journalId: row.id } : refuse('insufficient')
}
