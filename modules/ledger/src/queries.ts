/** What an auditor, a finance clerk and the modules beside may ask of the books. */
import type { OutputOf } from '@tiantou/kernel'
import { pageOf, type QueryHandler, type ReadDb } from '@tiantou/platform'
import { chart, clearing } from './chart.data.ts'
import type { Ledger } from './contract.ts'
import { invariants as all } from './invariants.ts'
import { accountOf } from './postings.ts'
import { entriesOfJournals, journalsAbout, standingAbout } from './store/books.ts'
import { nextForChain } from './store/chain.ts'
import { balanceOf, entriesOfAccount, journalCounts, movementsOf, sumsByAccount } from './store/reads.ts'
import type { EntryRow, JournalRow, LedgerTables } from './tables.ts'

type Queries = typeof Ledger.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], LedgerTables>
type JournalOut = OutputOf<Queries['journals']>['items'][number]

const DEFAULT_LIMIT = 20

export const invariants: Handler<'invariants'> = async (_input, { db, now }) => {
  const items = []
  for (const { name, doc, count } of all) items.push({ name, doc, violations: await count(db, now) })
  return { items }
}

export const trialBalance: Handler<'trialBalance'> = async (_input, { db }) => {
  const sums = await sumsByAccount(db)
  const accounts = Object.entries(chart).map(([code, { name, type }]) => ({
    code,
    name,
    type,
    balanceFen: sums.get(code) ?? 0,
  }))
  return { accounts, sumFen: accounts.reduce((sum, one) => sum + one.balanceFen, 0) }
}

export const statement: Handler<'statement'> = async (
  { code, owner = '', limit = DEFAULT_LIMIT, cursor },
  { db },
) => {
  const account = accountOf({ code: code as keyof typeof chart, owner })
  const rows = await entriesOfAccount(db, account, cursor, limit + 1)
  const { shown, next } = pageOf(rows, limit, (row) => row.journal_id)
  const items = shown.map((row) => ({
    journalId: row.journal_id,
    kind: row.kind,
    about: row.about,
    occurredAt: row.occurred_at,
    amountFen: row.amount_fen,
  }))
  return { items, next }
}

const toJournal = (row: JournalRow, entries: readonly EntryRow[]): JournalOut => ({
  journalId: row.id,
  kind: row.kind,
  about: row.about,
  occurredAt: row.occurred_at,
  bookedAt: row.booked_at,
  reverses: row.reverses,
  entries: entries.map(({ account, amount_fen }) => ({ account, amountFen: amount_fen })),
})

const withEntries = async (db: ReadDb<LedgerTables>, journals: readonly JournalRow[]) => {
  const ids = journals.map(({ id }) => id)
  const entries = Map.groupBy(await entriesOfJournals(db, ids), (entry) => entry.journal_id)
  return journals.map((journal) => toJournal(journal, entries.get(journal.id) ?? []))
}

export const journals: Handler<'journals'> = async ({ about }, { db }) => ({
  items: await withEntries(db, await journalsAbout(db, about)),
})

/**
 * What stands for the sum of a journal: what is owed back, what lies at the channel, else all that it moves.
 */
const sumOf = (entries: readonly EntryRow[]): number => {
  const of = (accounts: readonly string[]) => entries.find(({ account }) => accounts.includes(account))
  const told = of(['2007']) ?? of(Object.values(clearing))
  return told ? Math.abs(told.amount_fen) : Math.max(0, ...entries.map((one) => one.amount_fen))
}

export const booked: Handler<'booked'> = async ({ abouts }, { db }) => {
  const rows = await standingAbout(db, abouts)
  const ids = rows.map(({ id }) => id)
  const entries = Map.groupBy(await entriesOfJournals(db, ids), (entry) => entry.journal_id)
  return {
    items: rows.map(({ id, about, kind }) => ({ about, kind, fen: sumOf(entries.get(id) ?? []) })),
  }
}

export const counts: Handler<'counts'> = async (_input, { db }) => ({ items: await journalCounts(db) })

export const movements: Handler<'movements'> = async ({ channel, from, before }, { db }) => ({
  items: await movementsOf(db, clearing[channel], from, before),
})

export const available: Handler<'available'> = async ({ seller }, { db }) => {
  const row = await balanceOf(db, `2003/${seller}`)
  return { postedFen: row?.posted_fen ?? 0, heldFen: row?.held_fen ?? 0 }
}

export const hasUnlinked: Handler<'hasUnlinked'> = async (_input, { db, now }) => ({
  has: (await nextForChain(db, now, 1)).journals.length > 0,
})
