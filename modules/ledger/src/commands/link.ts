/**
 * The sequencer of the chain: it runs behind the commits, for a chain inside them would be one row that
 * everybody waits for. Two that run at once meet at the number of the next link, and one of them gives way.
 */
import type { CommandHandler } from '@tiantou/platform'
import { GENESIS, linkHash } from '../chain.ts'
import type { Ledger } from '../contract.ts'
import { entriesOfJournals } from '../store/books.ts'
import { insertLinks, nextForChain } from '../store/chain.ts'
import type { EntryRow, LedgerTables, LinkRow } from '../tables.ts'

const MOST = 1_000

/** Links. */
export const link: CommandHandler<typeof Ledger.commands.link, LedgerTables> = async (
  { all },
  { tx, now },
) => {
  const { last, journals } = await nextForChain(tx, now, MOST, all)
  const entries = Map.groupBy(
    await entriesOfJournals(
      tx,
      journals.map(({ id }) => id),
    ),
    (entry: EntryRow) => entry.journal_id,
  )
  const rows: LinkRow[] = []
  for (const journal of journals) {
    const before = rows.at(-1) ?? last
    const hash = linkHash(before?.hash ?? GENESIS, journal, entries.get(journal.id) ?? [])
    rows.push({ seq: (before?.seq ?? 0) + 1, journal_id: journal.id, hash })
  }
  if (rows.length > 0) await insertLinks(tx, rows)
  return { linked: rows.length }
}
