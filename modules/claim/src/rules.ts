/** Decisions about claims: what may be claimed when, what it comes to, who decides, who bears it. Pure. */
import { rate, split } from '@tiantou/kernel'
import type { SettingsOf } from '@tiantou/platform'
import type { ClaimSettings } from './settings.ts'
import {
  BAD_GOODS,
  RESENDABLE,
  type CauseWord,
  type Facts,
  type LiabilityParts,
  type Line,
} from './shapes.ts'
import type { ClaimRow } from './tables.ts'

type Settings = SettingsOf<ClaimSettings>
const hour_ms = 3_600_000
/** Whether the same goods can be sent again instead of money. */
export const mayResend = (cause: CauseWord): boolean => (RESENDABLE as readonly string[]).includes(cause)

/** All refunds of claims are named so. */
const KEY = 'claim-'

export const isBadGoods = (cause: CauseWord): boolean => (BAD_GOODS as readonly string[]).includes(cause)

/** The key of a claim's refund; what an appeal brings is a second one. */
export const refundKey = ({ id, appealed_at }: Pick<ClaimRow, 'id' | 'appealed_at'>): string =>
  `${KEY}${id}${appealed_at === null ? '' : '-appeal'}`

/** What all claims on a line together may come to: what it cost less what came back for other reasons. */
export const capOf = ({ leftFen, backs }: Pick<Line, 'leftFen' | 'backs'>): number =>
  backs.reduce((sum, { bizKey, fen }) => (bizKey.startsWith(KEY) ? sum + fen : sum), leftFen)

/** Until when bad goods of a line can be claimed; null while nothing was delivered. */
export const claimUntil = (deliveredAt: number | null, line: Line): number | null =>
  deliveredAt === null ? null : deliveredAt + line.claimWindowHours * hour_ms

/** Why a claim cannot be made now; undefined where it can. */
export const timeNo = (
  { deliveredAt, shippedAt }: Pick<Facts, 'deliveredAt' | 'shippedAt'>,
  line: Line,
  cause: CauseWord,
  now: number,
  { notReceivedHours }: Pick<Settings, 'notReceivedHours'>,
): 'window_over' | 'not_delivered' | 'too_early' | undefined => {
  const until = claimUntil(deliveredAt, line)
  if (until !== null) return now > until ? 'window_over' : undefined
  if (cause !== 'not_received') return 'not_delivered'
  return shippedAt === null || now < shippedAt + notReceivedHours * hour_ms ? 'too_early' : undefined
}

interface Bad {
  readonly bad_g: number
  readonly bad_pieces: number
}

const share = (whole: number, part: number, of: number): number =>
  of === 0 ? 0 : Number((BigInt(whole) * BigInt(part)) / BigInt(of))

/**
 * The bad part of a line in grams and pieces; the whole line where neither is said. Undefined where it is
 * more than came.
 */
export const badOf = (
  line: Line,
  { pieces, grams }: { readonly pieces?: number | undefined; readonly grams?: number | undefined },
): Bad | undefined => {
  if (grams !== undefined) {
    if (grams > line.grams) return undefined
    return { bad_g: grams, bad_pieces: Math.max(1, share(line.pieces, grams, line.grams)) }
  }
  const bad_pieces = pieces ?? line.pieces
  if (bad_pieces > line.pieces || bad_pieces === 0) return undefined
  return { bad_pieces, bad_g: share(line.grams, bad_pieces, line.pieces) }
}

/**
 * What a claim comes to: of what its bad part cost (rounded down, so that parts never exceed the whole) the
 * ratio of the first tier that holds the share of the line that is bad by now. Who claims bit by bit is
 * judged by the same tiers as who claims at once.
 * @param takenG grams of the line that were claimed before
 */
export const offerOf = (
  line: Line,
  bad: Bad,
  cause: CauseWord,
  { rules }: Pick<Settings, 'rules'>,
  takenG: number,
) => {
  const worthFen = share(capOf(line), bad.bad_g, line.grams)
  const shareBp = Math.min(10_000, share(10_000, takenG + bad.bad_g, line.grams))
  const tiers = rules.tiers[cause]
  const ratioBp = (tiers.find((tier) => shareBp <= tier.upToBp) ?? tiers.at(-1))?.ratioBp ?? 0
  return { amountFen: rate(worthFen, ratioBp), worthFen, ratioBp, shareBp, ruleVersion: rules.version }
}

const BITS = 6

/** In how many of 64 bits two looks differ. */
export const distanceOf = (one: string, other: string): number =>
  (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll('0', '').length

/** Whether two looks are of one photograph. */
export const isSameLook = (one: string, other: string): boolean => distanceOf(one, other) <= BITS

/** The eight bytes of a look with their places: looks of at most six bits between them share two or more. */
export const bandsOf = (look: string): string[] =>
  Array.from({ length: 8 }, (_, at) => `${at}${look.slice(at * 2, at * 2 + 2)}`)

export interface Standing {
  /** Of this shopper within 30 days, before this one. */
  readonly recentClaims: number
  readonly samePhoto: boolean
  /** Of this shopper, this claim among them. */
  readonly own: { readonly orders: number; readonly claims: number }
  /** Of all within 90 days. */
  readonly all: { readonly orders: number; readonly claims: number }
  readonly lot: { readonly sentPieces: number; readonly claims: number } | undefined
}

/** Whether somebody claims far more often for an order than people do. */
const isOverAverage = ({ own, all }: Standing, settings: Settings): boolean =>
  own.claims >= settings.averageClaims &&
  all.orders >= settings.averageOrders &&
  own.claims * all.orders > settings.averageFactor * all.claims * Math.max(own.orders, 1)

/** Why a person looks at a claim; none where the rules decide. */
export const reviewReasons = (
  cause: CauseWord,
  offer: { readonly amountFen: number; readonly shareBp: number },
  standing: Standing,
  settings: Settings,
) => {
  const { lot } = standing
  const reasons = [
    ['kind', !isBadGoods(cause)],
    ['above_limit', offer.amountFen > settings.autoLimitFen],
    ['many_claims', standing.recentClaims >= settings.autoClaims],
    ['large_share', offer.shareBp > settings.autoShareBp],
    ['same_photo', standing.samePhoto],
    ['over_average', isOverAverage(standing, settings)],
    ['lot_inconsistent', lot?.claims === 0 && lot.sentPieces > settings.quietLotPieces],
  ] as const
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []))
}

/** Whether so much of a lot is claimed that somebody should look at it. */
export const isSuspicious = (
  lot: { readonly sent_pieces: number; readonly bad_pieces: number; readonly claims: number },
  { lotClaims, lotRateBp }: Pick<Settings, 'lotClaims' | 'lotRateBp'>,
): boolean =>
  lot.sent_pieces > 0 && lot.claims >= lotClaims && lot.bad_pieces * 10_000 >= lotRateBp * lot.sent_pieces

export const isWhole = ({ farmBp, packerBp, carrierBp, platformBp }: LiabilityParts): boolean =>
  farmBp + packerBp + carrierBp + platformBp === 10_000

/** Who bears what of an amount, to the fen (largest remainder). */
export const borneOf = (amountFen: number, { farmBp, packerBp, carrierBp, platformBp }: LiabilityParts) => {
  const parts = split(amountFen, [farmBp, packerBp, carrierBp, platformBp])
  const [farmFen = 0, packerFen = 0, carrierFen = 0, platformFen = 0] = parts
  return { farmFen, packerFen, carrierFen, platformFen }
}

export const liabilityOf = (row: ClaimRow): LiabilityParts => ({
  farmBp: row.farm_bp,
  packerBp: row.packer_bp,
  carrierBp: row.carrier_bp,
  platformBp: row.platform_bp,
})

/**
 * What of a claim came in goods when so many of its pieces could be sent again; rounded down, so that what
 * was missing is paid in full.
 * @returns fen
 */
export const resentFen = (
  { amount_fen, bad_pieces }: Pick<ClaimRow, 'amount_fen' | 'bad_pieces'>,
  pieces: number,
): number => share(amount_fen, Math.min(pieces, bad_pieces), bad_pieces)

/** What is still to be paid of a claim, and what of that the farm bears. */
export const payoutOf = (row: ClaimRow) => {
  const inMoney = row.amount_fen - row.resent_fen
  const fen = inMoney - row.paid_fen
  const farm = borneOf(inMoney, liabilityOf(row)).farmFen - row.farm_fen
  return { fen, farmFen: Math.min(fen, Math.max(0, farm)) }
}

/** Until when a decision can be appealed against, once; null where it cannot. */
export const appealUntil = (row: ClaimRow, { appealHours }: Pick<Settings, 'appealHours'>): number | null =>
  ['denied', 'paid', 'resent'].includes(row.state) && row.appealed_at === null && row.decided_at !== null
    ? row.decided_at + appealHours * hour_ms
    : null
