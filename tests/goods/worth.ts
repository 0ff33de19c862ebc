/**
 * What goods weigh and what of their money comes back, worked out a second time from the rules of the shop
 * and in whole fractions, without a line of the modules. Pure.
 */

/** A SKU as it is sold. */
export interface Kind {
  readonly name: string
  readonly skuId: string
  readonly productId: string
  readonly mode: 'piece' | 'weight'
  readonly nominal_g: number
  readonly minus_g: number
  readonly plus_g: number
  /** Fen a piece, or a kilogram. */
  readonly price: number
  /** Fen a piece at its nominal weight. */
  readonly each: number
  readonly storage: 'ambient' | 'chilled' | 'frozen'
  readonly seller: string | null
  readonly shelf_d: number
  readonly claim_h: number
}

/** So many pieces of it that were bought together, and how many of them are not to be had. */
export interface Bought {
  readonly kind: Kind
  readonly pieces: number
  short: number
  readonly list: number
  readonly paid: number
}

const [B, N] = [BigInt, Number]
const floorOf = (whole: number, part: number, of: number): number => N((B(whole) * B(part)) / B(of))
const ceilOf = (whole: number, part: number, of: number): number =>
  N((B(whole) * B(part) + B(of) - 1n) / B(of))

/** Grams of so many of the pieces that lie together, whose weight nobody took: the last takes the rest. */
export const shareOf = ({ pieces, grams }: { pieces: number; grams: number }, taken: number): number =>
  grams - floorOf(grams, pieces - taken, pieces)

export const isWeighed = ({ mode, minus_g, plus_g }: Kind): boolean =>
  mode === 'weight' || minus_g > 0 || plus_g > 0

export const toPack = ({ pieces, short }: Bought): number => pieces - short

/** The most that so many pieces may weigh: nominal, tolerance, and a twentieth for free. */
export const mostOf = ({ nominal_g, plus_g }: Kind, pieces: number): number =>
  (nominal_g + plus_g) * pieces + floorOf(nominal_g * pieces, 500, 10_000)

export const isSlip = ({ nominal_g }: Kind, pieces: number, grams: number): boolean =>
  3 * grams < nominal_g * pieces || grams > 3 * nominal_g * pieces

const keptOf = (fen: number, { pieces, short }: Bought): number => fen - floorOf(fen, short, pieces)

/** What was paid for the next so many pieces that are short. */
export const paidForShort = ({ paid, pieces, short }: Bought, more: number): number =>
  floorOf(paid, short + more, pieces) - floorOf(paid, short, pieces)

/**
 * What comes back of a line: what was paid for pieces that are short, and for grams that are missing beyond
 * the tolerance, at the price they were paid.
 * @param grams null where nobody weighs it, or nothing of it is packed
 */
export const backOf = (line: Bought, grams: number | null): number => {
  const { kind, list, paid } = line
  const [keptList, keptPaid, pieces] = [keptOf(list, line), keptOf(paid, line), toPack(line)]
  const forShort = paid - keptPaid
  if (grams === null || pieces === 0 || keptList === 0) return forShort
  const nominal = kind.nominal_g * pieces
  if (grams >= nominal - kind.minus_g * pieces) return forShort
  const worth = N((B(grams) * B(kind.price) + 500n) / 1_000n)
  const lost =
    kind.mode === 'weight' ? Math.max(0, keptList - worth) : ceilOf(keptList, nominal - grams, nominal)
  return forShort + Math.min(keptPaid, ceilOf(lost, keptPaid, keptList))
}

/** Causes of claims: how they are paid, and what farm, packer, carrier and platform bear. */
export const CAUSES = {
  bruised: {
    tiers: [
      [1_000, 10_000],
      [10_000, 7_000],
    ],
    shares: [5_000, 2_000, 3_000, 0],
    byRule: true,
  },
  rotten: { tiers: [[10_000, 10_000]], shares: [7_000, 3_000, 0, 0], byRule: true },
  unripe: {
    tiers: [
      [1_000, 10_000],
      [10_000, 5_000],
    ],
    shares: [10_000, 0, 0, 0],
    byRule: true,
  },
  wrong_item: { tiers: [[10_000, 10_000]], shares: [0, 10_000, 0, 0], byRule: false },
  not_received: { tiers: [[10_000, 10_000]], shares: [0, 0, 10_000, 0], byRule: false },
} as const
export type Cause = keyof typeof CAUSES

/** A line as it came: pieces, grams, and what it cost in the end. */
export interface Got {
  readonly pieces: number
  readonly grams: number
  readonly cap: number
}

/** The bad part of what came; null where it is more than that. */
export const badOf = (
  got: Got,
  { pieces, grams }: { readonly pieces?: number; readonly grams?: number },
): { grams: number; pieces: number } | null => {
  if (grams !== undefined)
    return grams > got.grams ? null : { grams, pieces: Math.max(1, floorOf(got.pieces, grams, got.grams)) }
  const bad = pieces ?? got.pieces
  return bad === 0 || bad > got.pieces ? null : { pieces: bad, grams: floorOf(got.grams, bad, got.pieces) }
}

/** What the rules offer for grams of a line of which so many were claimed before. */
export const offerOf = (got: Got, bad_g: number, cause: Cause, taken_g: number) => {
  if (got.grams === 0) return { fen: 0, shareBp: 0 }
  const shareBp = Math.min(10_000, floorOf(10_000, taken_g + bad_g, got.grams))
  const [, ratio] = CAUSES[cause].tiers.find(([upTo]) => shareBp <= upTo) ?? [0, 0]
  const worth = floorOf(got.cap, bad_g, got.grams)
  return { fen: N((B(worth) * B(ratio) + 5_000n) / 10_000n), shareBp }
}

/** What the farm bears of an amount: the largest remainders take what is left, the first of equal ones. */
export const farmOf = (cause: Cause, fen: number): number => {
  const [farm] = CAUSES[cause].shares
  const rests = CAUSES[cause].shares.map((bp) => (fen * bp) % 10_000)
  const left = rests.reduce((sum, rest) => sum + rest, 0) / 10_000
  const before = rests.filter((rest) => rest > (rests[0] ?? 0)).length
  return Math.floor((fen * farm) / 10_000) + (before < left ? 1 : 0)
}
