/**
 * Decisions about produce: what a piece and a 斤 cost, which quantities can be bought, what is in season, what
 * a story may contain. Pure.
 */
import { assertSafe, jin_g, priceByWeight, pricePerJin } from '@tiantou/kernel'

export interface Priced {
  readonly price_mode: 'piece' | 'weight'
  readonly price_fen: number
  readonly nominal_g: number
}

/**
 * The price of one piece in fen: exact where it is sold by the piece, estimated at the nominal weight
 * otherwise.
 */
export const pieceFen = ({ price_mode, price_fen, nominal_g }: Priced): number =>
  price_mode === 'piece' ? price_fen : priceByWeight(nominal_g, price_fen)

/** The price of 500 g in fen, rounded half up; for comparison on the shelf, never charged. */
export const perJinFen = ({ price_mode, price_fen, nominal_g }: Priced): number => {
  if (price_mode === 'weight') return pricePerJin(price_fen)
  const doubled = assertSafe(2 * price_fen * jin_g + nominal_g, 'price of 500 g')
  return (doubled - (doubled % (2 * nominal_g))) / (2 * nominal_g)
}

interface Tolerated {
  readonly nominalG: number
  readonly toleranceMinusG: number
  readonly tolerancePlusG: number
}

/**
 * Whether a tolerance reaches the nominal weight: a pack that may weigh nothing, or twice as much, is no
 * pack.
 */
export const isTooWide = ({ nominalG, toleranceMinusG, tolerancePlusG }: Tolerated): boolean =>
  toleranceMinusG >= nominalG || tolerancePlusG >= nominalG

/** The dearest piece: the most pieces that one line can hold (9,999) still are an amount of fen. */
export const MOST_PIECE_FEN = 10_000_000

interface Sold extends Tolerated {
  readonly sellUnit: 'piece' | 'box' | 'jin'
  readonly priceMode: Priced['price_mode']
  readonly priceFen: number
  readonly leastPerOrder?: number
  readonly maxPerOrder: number
}

/** Why a SKU cannot be sold like that; undefined where it can. */
export const skuFault = (sku: Sold) => {
  if (isTooWide(sku)) return 'tolerance_too_wide'
  if ((sku.leastPerOrder ?? 1) > sku.maxPerOrder) return 'limits_cross'
  if (sku.sellUnit === 'jin' && sku.nominalG !== jin_g) return 'jin_is_500_g'
  const price = { price_mode: sku.priceMode, price_fen: sku.priceFen, nominal_g: sku.nominalG }
  return hasSanePrice(price) ? undefined : 'price_out_of_bounds'
}

/** Whether a piece costs at least a fen and not more than a line can hold. */
export const hasSanePrice = (price: Priced): boolean => {
  const fen = pieceFen(price)
  return fen >= 1 && fen <= MOST_PIECE_FEN
}

interface Limits {
  readonly leastPerOrder: number
  readonly step: number
  readonly maxPerOrder: number
}

/** What forbids a quantity, and the quantity nearest to it that could be bought. */
export interface QuantityNo {
  readonly problem: 'below_least' | 'over_limit' | 'off_step'
  readonly would: number
}

/** Quantities are the least, the least and a step, and so on up to the most; undefined where it is one. */
export const quantityNo = (
  { leastPerOrder, step, maxPerOrder }: Limits,
  quantity: number,
): QuantityNo | undefined => {
  const onStep = (most: number) => most - ((most - leastPerOrder) % step)
  if (quantity < leastPerOrder) return { problem: 'below_least', would: leastPerOrder }
  if (quantity > maxPerOrder) return { problem: 'over_limit', would: onStep(maxPerOrder) }
  return (quantity - leastPerOrder) % step === 0
    ? undefined
    : { problem: 'off_step', would: onStep(quantity) }
}

const shanghaiOffset_ms = 8 * 3_600_000

/** The month, 1–12, in which a moment falls in China (UTC+8, no daylight saving since 1991). */
export const monthInShanghai = (now: number): number => new Date(now + shanghaiOffset_ms).getUTCMonth() + 1

/** Months 1–12 as bits, January lowest. */
export const seasonMask = (months: readonly number[]): number =>
  months.reduce((mask, month) => mask | (1 << (month - 1)), 0)

/** The bits of a mask as months, in the order of the year. */
export const seasonMonths = (mask: number): number[] =>
  Array.from({ length: 12 }, (_, i) => i + 1).filter((month) => (mask & (1 << (month - 1))) !== 0)

/**
 * Everything that is neither a line break, a tab nor printable, and what turns text round (bidirectional
 * controls).
 */
const control = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu
const tag = /<[a-z!/?][^<>]*>/gi
const opening = /<+(?=[a-z!/?])/gi

/**
 * A grower's story as plain text: no HTML tags (of unclosed ones the `<` goes), no control characters, line
 * breaks kept. A `<` that opens no tag, as in "< 3 斤", stays.
 */
export const plainStory = (text: string): string => {
  let story = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(control, (character) => (character === '\n' || character === '\t' ? character : ''))
  for (let before = ''; before !== story;) {
    before = story
    story = story.replaceAll(tag, '')
  }
  return story.replaceAll(opening, '').trim()
}

/** Where a page of cards ended. */
export interface CardCursor {
  readonly inSeason: boolean
  readonly productId: string
}

/** An opaque text for a place in the list of cards. */
export const writeCursor = ({ inSeason, productId }: CardCursor): string =>
  Buffer.from(`${inSeason ? 1 : 0}${productId}`).toString('base64url')

/** The place that such a text names; null where it is none. */
export const readCursor = (text: string): CardCursor | null => {
  const match = /^([01])(prd_[0-9a-z]{26})$/.exec(Buffer.from(text, 'base64url').toString('latin1'))
  return match?.[2] === undefined ? null : { inSeason: match[1] === '1', productId: match[2] }
}
