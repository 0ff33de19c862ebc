/**
 * Pure decisions of packing: how long goods must last, what a weight may be, what comes back, what is offered
 * instead of what is missing, how much coolant goes along.
 */
import { priceByWeight, refundPart } from '@tiantou/kernel'
import type { LineRow, PartRow, ShortageRow } from './tables.ts'

const day_ms = 86_400_000

/** A lot does only if it lasts until then: the arrival, and the share of its life that must be left. */
export const useByFrom = (arriveTo: number, shelfLife_d: number, leastLifeBps: number): number =>
  arriveTo + Math.ceil((shelfLife_d * day_ms * leastLifeBps) / 10_000)

type Weighed = Pick<LineRow, 'price_mode' | 'nominal_g' | 'tolerance_minus_g' | 'tolerance_plus_g'>

/** Whether a line goes over a scale: sold by weight, or with a tolerance to be kept. */
export const mustWeigh = (line: Weighed): boolean =>
  line.price_mode === 'weight' || line.tolerance_minus_g > 0 || line.tolerance_plus_g > 0

/** Pieces of the line that are to be packed. */
export const toPackOf = ({ pieces, short_pieces }: Pick<LineRow, 'pieces' | 'short_pieces'>): number =>
  pieces - short_pieces

/** Whether it is not said yet what becomes of pieces that are not to be had. */
export const isUndecided = ({ state }: Pick<ShortageRow, 'state'>): boolean =>
  state !== 'substituted' && state !== 'refunded'

/**
 * Pieces of a line that lots are to be found for. Those whose shopper is asked are not among them: whatever
 * he answers, they must not have been found meanwhile.
 */
export const lackingOf = (
  line: Pick<LineRow, 'id' | 'pieces' | 'short_pieces'>,
  parts: readonly Pick<PartRow, 'line_id' | 'pieces'>[],
  shortages: readonly Pick<ShortageRow, 'line_id' | 'pieces' | 'state'>[],
): number => {
  const has = parts.filter((part) => part.line_id === line.id)
  const asked = shortages.filter((one) => one.line_id === line.id && isUndecided(one))
  return [...has, ...asked].reduce((left, one) => left - one.pieces, toPackOf(line))
}

/** No apple of 200 g weighs less than a third or more than the threefold of it: a slip of the hand. */
const absurd = 3

/** Whether so many grams cannot be so many pieces. */
export const isAbsurd = ({ nominal_g }: Pick<Weighed, 'nominal_g'>, pieces: number, grams: number): boolean =>
  grams * absurd < nominal_g * pieces || grams > nominal_g * pieces * absurd

/**
 * The most that so many pieces may weigh: up to the tolerance, and what the house gives for free.
 * @returns grams
 */
export const mostGrams = (line: Weighed, pieces: number, freeOverBps: number): number =>
  (line.nominal_g + line.tolerance_plus_g) * pieces +
  Math.floor((line.nominal_g * pieces * freeOverBps) / 10_000)

const ceilShare = (part: number, of: number, whole: number): number =>
  Number((BigInt(part) * BigInt(of) + BigInt(whole) - 1n) / BigInt(whole))

type Priced = Weighed & Pick<LineRow, 'pieces' | 'short_pieces' | 'price_fen' | 'list_fen' | 'paid_fen'>

/** What was paid for the pieces that are packed, of the list price and of what was paid. */
const keptOf = ({ list_fen, paid_fen, pieces, short_pieces }: Priced) => ({
  list: list_fen - refundPart(list_fen, pieces, 0, short_pieces),
  paid: paid_fen - refundPart(paid_fen, pieces, 0, short_pieces),
})

/** What the pieces are worth less than listed because they weigh less, at the list price. */
const lostOf = (line: Priced, list: number, grams: number): number => {
  const kept = toPackOf(line)
  const nominal = line.nominal_g * kept
  if (grams >= nominal - line.tolerance_minus_g * kept) return 0
  if (line.price_mode === 'weight') return Math.max(0, list - priceByWeight(grams, line.price_fen))
  return ceilShare(list, nominal - grams, nominal)
}

/**
 * What comes back of a line: for pieces that were not to be had, and for grams that are missing. Within the
 * tolerance nothing does; below it the whole difference does, and a discount comes back in proportion
 * (ledger.md §4: 差重退款).
 * @param grams what its own pieces weighed; null where nobody weighs it
 * @returns fen, never more than was paid
 */
export const backOf = (line: Priced, grams: number | null): number => {
  const { list, paid } = keptOf(line)
  const forShort = line.paid_fen - paid
  if (grams === null || list === 0 || toPackOf(line) === 0) return forShort
  return forShort + Math.min(paid, ceilShare(lostOf(line, list, grams), paid, list))
}

/** What was paid for pieces that are not to be had: what their substitute may cost at most. */
export const paidForShort = (line: Priced, pieces: number): number =>
  refundPart(line.paid_fen, line.pieces, line.short_pieces, pieces)

/** Grams of a line or of one lot of it. */
export const gramsOf = (parts: readonly Pick<PartRow, 'got_g'>[]): number =>
  parts.reduce((sum, part) => sum + part.got_g, 0)

export const gotOf = (parts: readonly Pick<PartRow, 'got_pieces'>[]): number =>
  parts.reduce((sum, part) => sum + part.got_pieces, 0)

/**
 * Coolant for one parcel: a share of the goods’ weight for each day begun on the road.
 * @returns grams, in steps of 100
 */
export const coolantFor = (goods_g: number, bps: number, road_ms: number): number => {
  const days = Math.max(1, Math.ceil(road_ms / day_ms))
  return Math.ceil((goods_g * bps * days) / 1_000_000) * 100
}

/** Who brings goods where no carrier does, in words as carriers' names are; the number is the house's own. */
const OWN = { fleet: '自配送', pickup: '门店自提' } as const

/** What stands in a carrier's place where goods go by the house's own road. */
export const ownRoad = (mode: keyof typeof OWN, orderNo: string, parcelNo: number) => ({
  carrier: OWN[mode],
  trackingNo: `${orderNo}-${parcelNo}`,
})
