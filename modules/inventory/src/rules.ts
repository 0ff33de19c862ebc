/** Decisions about stock: what counts as few, which lot goes first, what a reservation asks for. Pure. */

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
 * From which places pieces leave, first to expire first.
 * @param places in the order in which their lots expire
 * @returns null where the places hold less than asked for
 */
export const takeFrom = <P extends Left>(places: readonly P[], pieces: number): Taken<P>[] | null => {
  const taken: Taken<P>[] = []
  let missing = pieces
  for (const place of places) {
    if (missing === 0) break
    const part = Math.min(place.pieces, missing)
    if (part > 0) taken.push({ place, pieces: part, grams: weightOf(place, part) })
    missing -= part
  }
  return missing === 0 ? taken : null
}

/**
 * The place that the next order would get its pieces from: what is promised already leaves first.
 * @param places in the order in which their lots expire
 */
export const nextPlace = <P extends Pick<Left, 'pieces'>>(
  places: readonly P[],
  available: number,
): P | undefined => {
  if (available <= 0) return undefined
  let promised = places.reduce((sum, place) => sum + place.pieces, 0) - available
  for (const place of places) {
    if (place.pieces > promised) return place
    promised -= place.pieces
  }
  return undefined
}
