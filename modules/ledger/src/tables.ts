/** Rows of the ledger_* tables. Journals and entries are only ever added: the database itself sees to it. */

export interface JournalRow {
  id: string
  kind: string
  /** What it is about: a payment, a refund, … One journal a kind, thing and take. */
  about: string
  /** 0, and one more each time that the fact was told right. */
  take: number
  occurred_at: number
  booked_at: number
  /** The journal that this one takes back; each can be taken back once. */
  reverses: string | null
}

export interface EntryRow {
  journal_id: string
  no: number
  /** Code of the chart, and its owner behind a slash. */
  account: string
  /** Fen; debit positive, credit negative, never zero. */
  amount_fen: number
}

/** Kept for accounts with a floor only. Credit side: what the owner is owed. */
export interface BalanceRow {
  account: string
  posted_fen: number
  /** Of which so much is set aside. */
  held_fen: number
}

export interface HoldRow {
  id: string
  account: string
  amount_fen: number
  captured_fen: number
  state: 'pending' | 'captured' | 'released' | 'expired'
  expires_at: number
  version: number
}

/** The chain over all journals, in the order in which one sequencer found them. */
export interface LinkRow {
  seq: number
  journal_id: string
  hash: string
}

export interface LedgerTables {
  ledger_journal: JournalRow
  ledger_entry: EntryRow
  ledger_balance: BalanceRow
  ledger_hold: HoldRow
  ledger_link: LinkRow
}
