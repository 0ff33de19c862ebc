/** Shapes of claims as they go over the wire, and what the house tells of an order, its lots and pictures. */
import { Fen, Grams, Id, Nullable, Obj, OneOf, Pieces, type Static, Text, Time, Type } from '@tiantou/kernel'

export const BAD_GOODS = ['bruised', 'rotten', 'unripe', 'foreign_matter', 'damaged_in_transit'] as const
/** After-sale that is not about bad pieces; a person decides it. */
export const OTHERS = ['not_received', 'wrong_item', 'quality_return', 'exchange'] as const
export const CAUSES = [...BAD_GOODS, ...OTHERS] as const
/** Where goods can be sent again instead of money. */
export const RESENDABLE = ['not_received', 'wrong_item', 'exchange'] as const
export const Remedy = OneOf('money', 'resend')
export type RemedyWord = Static<typeof Remedy>
export type CauseWord = (typeof CAUSES)[number]
export const Cause = OneOf(...CAUSES)

export const ClaimStateWord = OneOf(
  'opened',
  'in_review',
  'approved',
  'denied',
  'paying',
  'paid',
  'resending',
  'resent',
  'appealed',
  'arbitrated',
  'withdrawn',
)

/** Why a person looks at it. */
export const ReviewReason = OneOf(
  'kind',
  'above_limit',
  'many_claims',
  'large_share',
  'same_photo',
  'over_average',
  'lot_inconsistent',
)

const Bp = Type.Integer({ minimum: 0, maximum: 10_000, description: 'basis points' })
/** Who bears what of a claim; together 10,000. */
export const Liability = Obj({ farmBp: Bp, packerBp: Bp, carrierBp: Bp, platformBp: Bp })
export type LiabilityParts = Static<typeof Liability>

/** The same in fen; together the amount. */
export const Borne = Obj({ farmFen: Fen, packerFen: Fen, carrierFen: Fen, platformFen: Fen })

/** What is claimed: pieces or grams, never both; neither means the whole line. */
export const asked = {
  skuId: Id('sku'),
  cause: Cause,
  pieces: Type.Optional(Pieces),
  grams: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  /** What the shopper wants; money where it is missing. */
  wish: Type.Optional(Remedy),
}

/** A private picture's name, as module media gives it. */
export const PhotoName = Type.String({ pattern: '^prv-[0-9a-f]{40}$', maxLength: 44 })
export const Photos = Type.Array(PhotoName, { maxItems: 9, uniqueItems: true })
export const Words = Text(300, 0)

const SoldLine = Obj({
  skuId: Id('sku'),
  supplierId: Nullable(Id('sup')),
  title: Type.String(),
  spec: Type.String(),
  image: Type.String(),
  /** As packed, or as bought where nobody counted. */
  pieces: Type.Integer(),
  grams: Grams,
  /** What was paid for it less all that came back. */
  leftFen: Fen,
  backs: Type.Array(Obj({ bizKey: Type.String(), fen: Fen })),
  claimWindowHours: Type.Integer(),
})

/** What the house knows of the order. */
export const OrderFacts = Obj({
  orderNo: Type.String(),
  userId: Id('usr'),
  fulfilment: OneOf('waiting', 'packed', 'shipped', 'delivered'),
  shippedAt: Nullable(Time),
  deliveredAt: Nullable(Time),
  lines: Type.Array(SoldLine),
})
export type Line = Static<typeof SoldLine>
export type Facts = Static<typeof OrderFacts>

/** Which lots an order got. */
export const LotFacts = Type.Array(
  Obj({
    skuId: Id('sku'),
    lotId: Id('lot'),
    lotNo: Type.String({ maxLength: 40 }),
    title: Type.String({ maxLength: 60 }),
    pieces: Type.Integer({ minimum: 1 }),
  }),
)

/** What module media knows of a photograph. */
export const PhotoFacts = Type.Array(
  Obj({
    name: PhotoName,
    owner: Type.String(),
    purpose: Type.String(),
    state: Type.String(),
    look: Nullable(Type.String()),
  }),
)

/** What a claim comes to by the rules. */
export const Offer = Obj({
  amountFen: Fen,
  /** What the bad part cost, and which part of that is paid. */
  worthFen: Fen,
  ratioBp: Bp,
  shareBp: Bp,
  ruleVersion: Type.Integer(),
})

const view = {
  claimId: Id('clm'),
  orderId: Id('ord'),
  orderNo: Type.String(),
  skuId: Id('sku'),
  title: Type.String(),
  spec: Type.String(),
  image: Type.String(),
  state: ClaimStateWord,
  cause: Cause,
  pieces: Nullable(Type.Integer()),
  grams: Nullable(Type.Integer()),
  text: Type.String(),
  photos: Type.Array(PhotoName),
  /** Money, or the same goods once more; `resendOrderId` is the order that brings them. */
  remedy: Remedy,
  resendOrderId: Nullable(Id('ord')),
  /** What the rules say, what was decided, and what of that came back. */
  offerFen: Fen,
  amountFen: Fen,
  paidFen: Fen,
  ruleVersion: Type.Integer(),
  /** Words of who decided, for the shopper. */
  reason: Type.String(),
  openedAt: Time,
  decidedAt: Nullable(Time),
  paidAt: Nullable(Time),
  reviewBy: Nullable(Time),
  /** Until when the shopper may appeal; null where he may not. */
  appealBy: Nullable(Time),
}

/** As its shopper sees it. */
export const ClaimView = Obj(view)

/** As staff sees it. */
export const StaffClaim = Obj({
  ...view,
  userId: Id('usr'),
  supplierId: Nullable(Id('sup')),
  lotId: Nullable(Id('lot')),
  lotNo: Type.String(),
  reviewReasons: Type.Array(ReviewReason),
  liability: Liability,
  borne: Borne,
  decidedBy: Type.String(),
  appealText: Type.String(),
  arbitratedBy: Type.String(),
})

/** How a lot does: what left of it, and what of that was claimed. */
export const LotView = Obj({
  lotId: Id('lot'),
  lotNo: Type.String(),
  skuId: Id('sku'),
  title: Type.String(),
  sentPieces: Type.Integer(),
  badPieces: Type.Integer(),
  claims: Type.Integer(),
  suspiciousAt: Nullable(Time),
})
