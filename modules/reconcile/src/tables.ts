/** Rows of the reconcile_* tables. */
import type { StateOf } from '@tiantou/kernel'
import type { HistoryRow } from '@tiantou/platform'
import type { TradeKind } from './bills/bill.ts'
import type { ChannelName } from './bills/formats.ts'
import type { DifferenceClass } from './classes.data.ts'
import type { caseState, dayState } from './states.ts'

export interface DayRow {
  id: string
  channel: ChannelName
  /** `yyyy-MM-dd` in China. */
  day: string
  state: StateOf<typeof dayState>
  /** Why there is no bill yet, or why it was refused. */
  code: string | null
  tries: number
  /** When somebody was told that it is overdue. */
  told_at: number | null
  trade_file: string | null
  trade_sha256: string | null
  fund_file: string | null
  fund_sha256: string | null
  bill_rows: number
  own_rows: number
  matched: number
  bill_fen: number
  own_fen: number
  fee_fen: number
  fee_diff_fen: number
  unexplained_fen: number
  differences: number
  fund_opening_fen: number | null
  fund_closing_fen: number | null
  fund_gap_fen: number | null
  compared_at: number | null
  note: string | null
  checked_by: string | null
  signed_by: string | null
  version: number
}

export interface CaseRow {
  id: string
  channel: ChannelName
  day: string
  class: DifferenceClass
  kind: TradeKind
  number: string
  channel_number: string
  fen: number
  bill_fen: number | null
  own_fen: number | null
  state: StateOf<typeof caseState>
  /** How often money went into suspense for it or back: names the journals. */
  moves: number
  opened_at: number
  ended_at: number | null
  ending: 'written_off' | 'corrected' | null
  reason: string | null
  voucher: string | null
  proposed_by: string | null
  confirmed_by: string | null
  version: number
}

export interface ReconcileTables {
  reconcile_day: DayRow
  reconcile_case: CaseRow
  reconcile_history: HistoryRow
}
