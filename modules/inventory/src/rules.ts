/** Decisions about stock: what counts as few, which lot goes first, what a reservation asks for. Pure. */

/** How much is left, as shoppers see it. */
export type Band = 'plenty' | 'few' | 'none'

/** The band of so many pieces. */
export const bandOf = (available: number, fewAtMost: number): Band =>
  available <= 0 ? 'none' : available <= fewAtMost ? 'few' : 'plenty'

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

interface LotLeft {
  readonly id: string
  readonly left_pieces: number
}

/**
 * From which lots pieces leave, first to expire first.
 * @param lots in the order in which they expire
 * @returns null where the lots hold less than asked for
 */
export const takeFromLots = (
  lots: readonly LotLeft[],
  pieces: number,
): { lotId: string; pieces: number }[] | null => {
  const taken: { lotId: string; pieces: number }[] = []
  let missing = pieces
  for (const lot of lots) {
    if (missing === 0) break
    const part = Math.min(lot.left_pieces, missing)
    if (part > 0) taken.push({ lotId: lot.id, pieces: part })
    missing -= part
  }
  return missing === 0 ? taken : null
}

/**
 * The lot that the next order would get: what is promised already leaves first.
 * @param lots in the order in which they expire
 */
export const nextLot = <L extends LotLeft>(lots: readonly L[], available: number): L | undefined => {
  if (available <= 0) return undefined
  let promised = lots.reduce((sum, lot) => sum + lot.left_pieces, 0) - available
  for (const lot of lots) {
    if (lot.left_pieces > promised) return lot
    promised -= lot.left_pieces
  }
  return undefined
}
