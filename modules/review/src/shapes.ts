/** Shapes of reviews as they go over the wire, and what the house tells of orders, lots and pictures. */
import { Fen, Id, Nullable, Obj, OneOf, type Static, Type, Time } from '@tiantou/kernel'

export const ReviewStateWord = OneOf('checking', 'in_review', 'published', 'rejected', 'hidden', 'withdrawn')

/** What is said of the goods as a whole, of how fresh they came, of how they were brought. */
export const Score = Type.Integer({ minimum: 1, maximum: 5, description: 'stars' })
export const scores = { goods: Score, freshness: Score, delivery: Score }

/** 4–5, 3, 1–2 stars for the goods (好评/中评/差评). */
export const BANDS = ['good', 'middle', 'bad'] as const
export type Band = (typeof BANDS)[number]

/** Why something published was taken from sight. Few stars are no reason. */
export const HideWhy = OneOf('illegal', 'abuse', 'advert', 'privacy', 'not_about_it')

/** Several lines, no other control characters. */
export const Words = Type.String({ maxLength: 500, pattern: '^[^\\x00-\\x09\\x0b-\\x1f\\x7f]*$' })

const PhotoName = Type.String({ pattern: '^prv-[0-9a-f]{40}$', maxLength: 44 })
export const Photos = Type.Array(PhotoName, { maxItems: 9, uniqueItems: true })

/** A checker's word as effects answer it; `none`: there is no checker. */
export const Checked = Obj({
  verdict: OneOf('pass', 'review', 'block', 'retry', 'none'),
  labels: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 }),
})
export type CheckedWord = Static<typeof Checked>

/** What is written. */
export const asked = { skuId: Id('sku'), ...scores, text: Words, photos: Photos, anonymous: Type.Boolean() }

const BoughtLine = Obj({
  skuId: Id('sku'),
  productId: Id('prd'),
  supplierId: Nullable(Id('sup')),
  title: Type.String(),
  spec: Type.String(),
  image: Type.String(),
  /** As packed, or as bought where nobody counted. */
  pieces: Type.Integer(),
  /** What was paid for it less all that came back. */
  leftFen: Fen,
  /** Of what came back, what bad goods were made good with. */
  claimedFen: Fen,
})

/** What the house knows of the order. */
export const OrderFacts = Obj({
  userId: Id('usr'),
  deliveredAt: Nullable(Time),
  lines: Type.Array(BoughtLine),
})
export type Facts = Static<typeof OrderFacts>
export type Line = Static<typeof BoughtLine>

/** A lot that the line was packed from. */
const Lot = Obj({
  lotId: Id('lot'),
  lotNo: Type.String({ maxLength: 40 }),
  harvestedAt: Nullable(Time),
})
export const Lots = Type.Array(Lot, { maxItems: 20 })

/** What module media knows of a photograph. */
export const PhotoFacts = Type.Array(
  Obj({ name: PhotoName, owner: Type.String(), purpose: Type.String(), state: Type.String() }),
)
export type Pictures = Static<typeof PhotoFacts>

const said = { text: Type.String(), photos: Type.Array(PhotoName), submittedAt: Time }

/** What was added later (追评). */
const FollowUp = Obj(said)

/** As anybody sees it. */
export const ShownReview = Obj({
  reviewId: Id('rev'),
  /** Masked; empty where the author is anonymous, has no name, or is gone. */
  name: Type.String(),
  anonymous: Type.Boolean(),
  ...scores,
  ...said,
  spec: Type.String(),
  /** Of which lots the reviewed goods were. */
  lots: Type.Array(Lot),
  reply: Nullable(Obj({ text: Type.String(), at: Time })),
  followUp: Nullable(FollowUp),
})

/** As the supplier of the goods sees it. */
export const SoldReview = Obj({
  ...ShownReview.properties,
  productId: Id('prd'),
  title: Type.String(),
})

const own = {
  reviewId: Id('rev'),
  kind: OneOf('first', 'follow_up'),
  orderId: Id('ord'),
  skuId: Id('sku'),
  productId: Id('prd'),
  title: Type.String(),
  spec: Type.String(),
  image: Type.String(),
  state: ReviewStateWord,
  anonymous: Type.Boolean(),
  /** Null of a follow-up. */
  scores: Nullable(Obj(scores)),
  ...said,
  /** Words of who rejected or hid it. */
  reason: Type.String(),
  reply: Type.String(),
}

/** As its author sees it. */
export const OwnReview = Obj(own)

/** As staff sees it. */
export const StaffReview = Obj({
  ...own,
  supplierId: Nullable(Id('sup')),
  /** Null once the author is erased. */
  userId: Nullable(Id('usr')),
  lots: Type.Array(Lot),
  /** What the checker found, or why it found nothing: `no_checker`, `check_away`. */
  labels: Type.Array(Type.String()),
  moderatedBy: Type.String(),
  publishedAt: Nullable(Time),
})

const Tenths = Type.Integer({ minimum: 0, maximum: 50, description: 'tenths of a star' })

/** All published reviews of a product in numbers. */
export const Summary = Obj({
  count: Type.Integer(),
  /** Means; 0 without a review. */
  goodsTenths: Tenths,
  freshnessTenths: Tenths,
  deliveryTenths: Tenths,
  /** How many gave the goods one star, two, … five. */
  stars: Type.Array(Type.Integer(), { minItems: 5, maxItems: 5 }),
  pictured: Type.Integer(),
  /** Of how many it came fresh (4–5 stars), in basis points. */
  freshBp: Type.Integer(),
})
