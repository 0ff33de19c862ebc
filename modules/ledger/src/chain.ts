/**
 * The hash of a journal in the chain: SHA-256 over the hash before it and the journal's own words, one a
 * line. Whoever changes, drops or slips in a journal breaks every link behind it. Pure.
 */
import { createHash } from 'node:crypto'
import type { EntryRow, JournalRow } from './tables.ts'

/** Before the first link. */
export const GENESIS = '0'.repeat(64)

/** The next hash, 64 hex digits. */
export const linkHash = (before: string, journal: JournalRow, entries: readonly EntryRow[]): string => {
  const { id, kind, about, take, occurred_at, booked_at, reverses } = journal
  const words = [before, id, kind, about, occurred_at, booked_at, reverses ?? '-']
  const head = [...words, ...(take === 0 ? [] : [take])].join(' ')
  const lines = entries.map(({ no, account, amount_fen }) => `${no} ${account} ${amount_fen}`)
  return createHash('sha256')
    .update([head, ...lines].join('\n'))
    .digest('hex')
}
