/** Rows of claims as the contract's shapes. Pure. */
import type { Static } from '@tiantou/kernel'
import type { SettingsOf } from '@tiantou/platform'
import { appealUntil, borneOf, liabilityOf } from './rules.ts'
import type { ClaimSettings } from './settings.ts'
import type { ClaimView, LotView, StaffClaim } from './shapes.ts'
import type { ClaimRow, LotRow, PhotoRow } from './tables.ts'

type Settings = SettingsOf<ClaimSettings>

export const claimView = (
  row: ClaimRow,
  photos: readonly PhotoRow[],
  settings: Settings,
): Static<typeof ClaimView> => ({
  claimId: row.id,
  orderId: row.order_id,
  orderNo: row.order_no,
  skuId: row.sku_id,
  title: row.title,
  spec: row.spec,
  image: row.image,
  state: row.state,
  cause: row.cause,
  pieces: row.pieces,
  grams: row.grams,
  text: row.text,
  remedy: row.remedy,
  resendOrderId: row.resend_order_id,
  photos: photos.filter((photo) => photo.claim_id === row.id).map((photo) => photo.name),
  offerFen: row.offer_fen,
  amountFen: row.amount_fen,
  paidFen: row.paid_fen,
  ruleVersion: row.rule_version,
  reason: row.reason,
  openedAt: row.opened_at,
  decidedAt: row.decided_at,
  paidAt: row.paid_at,
  reviewBy: row.review_by,
  appealBy: appealUntil(row, settings),
})

export const staffView = (
  row: ClaimRow,
  photos: readonly PhotoRow[],
  settings: Settings,
): Static<typeof StaffClaim> => ({
  ...claimView(row, photos, settings),
  userId: row.user_id,
  supplierId: row.supplier_id,
  lotId: row.lot_id,
  lotNo: row.lot_no,
  reviewReasons: row.review_reasons.split(' ').filter(Boolean) as Static<typeof StaffClaim>['reviewReasons'],
  liability: liabilityOf(row),
  borne: borneOf(row.amount_fen, liabilityOf(row)),
  decidedBy: row.decided_by,
  appealText: row.appeal_text,
  arbitratedBy: row.arbitrated_by,
})

export const lotView = (row: LotRow): Static<typeof LotView> => ({
  lotId: row.id,
  lotNo: row.lot_no,
  skuId: row.sku_id,
  title: row.title,
  sentPieces: row.sent_pieces,
  badPieces: row.bad_pieces,
  claims: row.claims,
  suspiciousAt: row.suspicious_at,
})
