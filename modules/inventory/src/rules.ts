/** Decisions about stock: what counts as few, which lot goes first, what a reservation asks for. Pure. */
import type { AllocationRow, ReservationRow } from './tables.ts'

/** How much is left, as shoppers see it. */
export type Band = 'plenty' | 'few' | 'none'

/** The band of so many pieces. */
export const bandOf = (available: number, fewAtMost: number): Band =>
  available <= 0 ? 'none' : available <= fewAtMost ? 'few' : 'plenty'

/** Whether a change has led what is left down to the low mark. */
export const becameLow = (before: number, after: number, lowAt: number): boolean =>
  before > lowAt && after <= lowAt

/** The band that a change has led to, or null where it stayed the same. */
export const newBand = (before: number, after: number, fewAtMost: number): Band | null => {
  const band = bandOf(after, fewAtMost)
  return band === bandOf(before, fewAtMost) ? null : band
}

export interface Line {
  readonly skuId: string
  readonly pieces: number
}

/** Lines with every SKU once, in the order of SKU ids: whoever touches stock does it in this order. */
export const inSkuOrder = (lines: readonly Line[]): Line[] => {
  const bySku = new Map<string, number>()
  for (const { skuId, pieces } of lines) bySku.set(skuId, (bySku.get(skuId) ?? 0) + pieces)
  return [...bySku].map(([skuId, pieces]) => ({ skuId, pieces })).sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

/** Whether a lot must not be taken in any more: past its use-by, or harvested after it. */
export const isPast = (harvestedAt: number, useBy: number, now: number): boolean =>
  useBy <= now || harvestedAt > useBy

/** What lies in one place, as far as these decisions look. */
interface Left {
  readonly lot_id: string
  readonly location: string
  readonly pieces: number
  readonly weight_g: number
}

/** SKU → pieces that an order has bought and that no lot is allocated for yet. */
export const roomOf = (
  lines: readonly Pick<ReservationRow, 'sku_id' | 'pieces' | 'state'>[],
  parts: readonly Pick<AllocationRow, 'sku_id' | 'pieces'>[],
): ReadonlyMap<string, number> => {
  const room = new Map<string, number>()
  for (const line of lines) if (line.state === 'sold') room.set(line.sku_id, line.pieces)
  for (const part of parts) room.set(part.sku_id, (room.get(part.sku_id) ?? 0) - part.pieces)
  return room
}

/**
 * What becomes of a place's weight when pieces leave that a scale has weighed: above what lies there is a
 * gain (the lot was received lighter than it is), and what is left when the last piece goes has dried out.
 * @returns grams: gained before, left behind, and dried out after
 */
export const weighedOut = (
  { pieces, weight_g }: Pick<Left, 'pieces' | 'weight_g'>,
  taken: number,
  grams: number,
): { gained: number; left: number; dried: number } => {
  const gained = Math.max(0, grams - weight_g)
  const left = weight_g + gained - grams
  return taken === pieces ? { gained, left: 0, dried: left } : { gained, left, dried: 0 }
}

/**
 * The weight that leaves with so many of the pieces: cumulative, so that the last piece takes what is left.
 * @returns grams
 */
export const weightOf = ({ pieces, weight_g }: Pick<Left, 'pieces' | 'weight_g'>, taken: number): number =>
  weight_g - Number((BigInt(weight_g) * BigInt(pieces - taken)) / BigInt(pieces))

/** Pieces that leave one place. */
export interface Taken<P extends Left> {
  readonly place: P
  readonly pieces: number
  readonly grams: number
}

/**
 * From which places pieces leave, first to expire first; what is allocated there stays.
 * @param places in the order in which their lots expire
 * @returns null where the places hold less than asked for
 */
export const takeFrom = <P extends Left & { readonly allocated: number }>(
  places: readonly P[],
  pieces: number,
): Taken<P>[] | null => {
  const taken: Taken<P>[] = []
  let missing = pieces
  for (const place of places) {
    if (missing === 0) break
    const part = Math.min(place.pieces - place.allocated, missing)
    if (part > 0) taken.push({ place, pieces: part, grams: weightOf(place, part) })
    missing -= part
  }
  return missing === 0 ? taken : null
}

/**
 * The place that the next order would get its pieces from: what is promised and not allocated leaves first.
 * @param places in the order in which their lots expire
 */
export const nextPlace = <P extends Pick<Left, 'pieces'> & { readonly allocated: number }>(
  places: readonly P[],
  available: number,
): P | undefined => {
  if (available <= 0) return undefined
  const freeIn = (place: P) => place.pieces - place.allocated
  let promised = places.reduce((sum, place) => sum + freeIn(place), 0) - available
  for (const place of places) {
    if (freeIn(place) > promised) return place
    promised -= freeIn(place)
  }
  return undefined
}
