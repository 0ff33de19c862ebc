/** Row types of the invoice_* tables. Columns in `_sealed` hold personal data, each under its place. */
import type { HistoryRow } from '@tiantou/platform'
import type { InvoiceState } from './states.ts'

export interface InvoiceRow {
  id: string
  order_id: string
  /** The order while this is its invoice; the invoice itself once it failed or was taken back. Unique. */
  slot: string
  user_id: string
  order_no: string
  state: InvoiceState
  title_kind: 'person' | 'company'
  name_sealed: string
  tax_number_sealed: string | null
  email_sealed: string | null
  /** JSON of the lines as they go out. */
  lines: string
  amount_fen: number
  /** What of the order's money had gone back when the lines were written. */
  gone_fen: number
  /** 1 once more went back than the lines know of: it is taken back, and issued anew for the rest. */
  outdated: number
  /** 1 once the red invoice was asked for. */
  red_asked: number
  code: string
  number: string
  red_number: string
  /** The channel's reason of a no. */
  fail_code: string
  /** 1 where only a person can go on. */
  stuck: number
  asks: number
  next_ask_at: number | null
  at: number
  issued_at: number | null
  ended_at: number | null
  version: number
}

export interface InvoiceTables {
  invoice_invoice: InvoiceRow
  invoice_history: HistoryRow
}
