/** Rows of the review_* tables. */
import type { HistoryRow } from '@tiantou/platform'
import type { Band } from './shapes.ts'
import type { ReviewState } from './states.ts'

export interface ReviewRow {
  id: string
  kind: 'first' | 'follow_up'
  order_id: string
  sku_id: string
  product_id: string
  supplier_id: string | null
  /** Null once the author is erased. */
  user_id: string | null
  title: string
  spec: string
  image: string
  /** As it is shown, masked. */
  name: string
  anonymous: number
  /** Of a follow-up all are 0, and the band is empty. */
  goods: number
  freshness: number
  delivery: number
  band: Band | ''
  text: string
  photos: number
  /** How much there is to see and to read: the order of "most helpful". */
  weight: number
  state: ReviewState
  /** 1 once the checker let the words pass; the photographs are asked about apart. */
  text_passed: number
  /** What was found, with blanks between. */
  labels: string
  /** How often it was asked for; a rewritten review counts on. */
  tries: number
  /** When the checker is asked again; null where it is not. */
  check_at: number | null
  reason: string
  moderated_by: string
  moderated_at: number | null
  reply: string
  replied_by: string
  replied_at: number | null
  submitted_at: number
  published_at: number | null
  version: number
}

export interface PhotoRow {
  review_id: string
  no: number
  name: string
}

export interface LotRow {
  review_id: string
  lot_id: string
  lot_no: string
  harvested_at: number | null
}

/** Published first reviews of one product, counted in the commit that publishes or hides one. */
export interface SummaryRow {
  product_id: string
  reviews: number
  goods_sum: number
  freshness_sum: number
  delivery_sum: number
  one: number
  two: number
  three: number
  four: number
  five: number
  fresh: number
  pictured: number
}

export interface ReviewTables {
  review_review: ReviewRow
  review_photo: PhotoRow
  review_lot: LotRow
  review_summary: SummaryRow
  review_history: HistoryRow
}
