/**
 * Takes pieces out of a place that will never be sold: written off, past their date, or missing when they
 * were counted. What is promised to orders cannot be taken away.
 */
import { type Announcing, announceLevels } from './levels.ts'
import { lotState } from './states.ts'
import type { LotRow, MovementRow, PlaceRow } from './tables.ts'
import { insertMovements, setPlace } from './store/lots.ts'
import { levelsOf, takeStock } from './store/stock.ts'

/** Takes pieces of a SKU out of what can be sold; where too few are left, how many are. */
export const withdraw = async (
  { tx }: Announcing,
  skuId: string,
  pieces: number,
): Promise<{ available: number } | null> => {
  if (await takeStock(tx, { skuId, pieces, least: pieces })) return null
  return { available: (await levelsOf(tx, [skuId])).get(skuId)?.available ?? 0 }
}

/** The same for pieces of one lot: what is held or recalled was not among what can be sold. */
export const withdrawFrom = async (
  context: Announcing,
  lot: Pick<LotRow, 'sku_id' | 'state'>,
  pieces: number,
): Promise<{ available: number } | null> =>
  lot.state === lotState.initial ? withdraw(context, lot.sku_id, pieces) : null

/** Leaves so much in the place, writes the movement, and tells what became of the SKU's level. */
export const leaveIn = async (
  context: Announcing,
  place: PlaceRow,
  left: { readonly pieces: number; readonly grams: number },
  row: MovementRow,
): Promise<void> => {
  await setPlace(context.tx, place, left.pieces, left.grams)
  await insertMovements(context.tx, [row])
  if (place.held === 0)
    await announceLevels(context, [{ skuId: place.sku_id, pieces: left.pieces - place.pieces }])
}
