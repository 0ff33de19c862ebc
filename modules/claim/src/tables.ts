/** Rows of the claim_* tables. */
import type { HistoryRow } from '@tiantou/platform'
import type { CauseWord, RemedyWord } from './shapes.ts'
import type { ClaimState } from './states.ts'

export interface ClaimRow {
  id: string
  order_id: string
  order_no: string
  user_id: string
  sku_id: string
  supplier_id: string | null
  title: string
  spec: string
  image: string
  lot_id: string | null
  lot_no: string
  state: ClaimState
  cause: CauseWord
  /** As claimed: one of both, or the whole line in pieces. */
  pieces: number | null
  grams: number | null
  /** The bad part of the line in grams, and in pieces of its lot. */
  bad_g: number
  bad_pieces: number
  text: string
  rule_version: number
  offer_fen: number
  /** What was wished for, or decided. */
  remedy: RemedyWord
  /** The order that brings the goods once more. */
  resend_order_id: string | null
  /** Of `amount_fen` what came in goods. */
  resent_fen: number
  /** What it takes of the line's cap. */
  amount_fen: number
  paid_fen: number
  /** Of `paid_fen` what the farm bears. */
  farm_fen: number
  farm_bp: number
  packer_bp: number
  carrier_bp: number
  platform_bp: number
  /** Words of ReviewReason with blanks between. */
  review_reasons: string
  /** Empty where rules decided. */
  decided_by: string
  decided_at: number | null
  reason: string
  appeal_text: string
  appealed_at: number | null
  arbitrated_by: string
  /** The refund that is under way, or the last one. */
  refund_id: string | null
  opened_at: number
  paid_at: number | null
  review_by: number | null
  told_at: number | null
  version: number
}

/** Of one line of an order what all its claims take: never more than its cap. */
export interface LineRow {
  order_id: string
  sku_id: string
  cap_fen: number
  taken_fen: number
  taken_g: number
}

export interface PhotoRow {
  claim_id: string
  name: string
  no: number
}

/** One eighth of what a photograph looks like. */
export interface BandRow {
  claim_id: string
  name: string
  band: string
  look: string
}

export interface LotRow {
  id: string
  lot_no: string
  sku_id: string
  title: string
  sent_pieces: number
  bad_pieces: number
  claims: number
  suspicious_at: number | null
  looked_after_at: number | null
}

/** How often a shopper bought and claimed. */
export interface ClaimantRow {
  user_id: string
  orders: number
  claims: number
}

/** How often all of them did on one day since the epoch. */
export interface DayRow {
  day: number
  orders: number
  claims: number
}

export interface ClaimTables {
  claim_claim: ClaimRow
  claim_line: LineRow
  claim_photo: PhotoRow
  claim_band: BandRow
  claim_lot: LotRow
  claim_claimant: ClaimantRow
  claim_day: DayRow
  claim_history: HistoryRow
}
