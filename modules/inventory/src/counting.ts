/** What a counted difference does: to the place, to what can be sold, and to the list of movements. */
import { movement } from './movements.ts'
import { findPlace, putInPlace } from './store/lots.ts'
import { putStock } from './store/stock.ts'
import { leaveIn, withdrawFrom } from './take-away.ts'
import { lotState } from './states.ts'
import type { Announcing } from './levels.ts'
import type { CountRow, LotRow, PlaceRow } from './tables.ts'

type Difference = Pick<CountRow, 'location' | 'difference' | 'difference_g' | 'note'>

type Refused =
  | { readonly code: 'not_so_much'; readonly data: { pieces: number } }
  | { readonly code: 'allocated'; readonly data: { free: number } }
  | { readonly code: 'promised'; readonly data: { available: number } }

/** Adds the difference to what lies there now; null where that was possible, else why not. */
export const applyDifference = async (
  context: Announcing & Parameters<typeof movement>[0],
  lot: LotRow,
  { location, difference, difference_g, note }: Difference,
): Promise<Refused | null> => {
  const { tx } = context
  if (difference > 0 && lot.state === lotState.initial) await putStock(tx, lot.sku_id, difference)
  const short = difference < 0 ? await withdrawFrom(context, lot, -difference) : null
  const nothing: PlaceRow = {
    lot_id: lot.id,
    location,
    sku_id: lot.sku_id,
    use_by: lot.use_by,
    pieces: 0,
    weight_g: 0,
    held: lot.state === lotState.initial ? 0 : 1,
    allocated: 0,
  }
  const found = await findPlace(tx, lot.id, location)
  const place = found ?? nothing
  const pieces = place.pieces + difference
  if (pieces < 0) return { code: 'not_so_much', data: { pieces: place.pieces } }
  if (pieces < place.allocated) return { code: 'allocated', data: { free: place.pieces - place.allocated } }
  if (short !== null) return { code: 'promised', data: short }
  if (found === undefined) await putInPlace(tx, nothing)
  const grams = pieces === 0 ? 0 : Math.max(0, place.weight_g + difference_g)
  const weight_g = grams - place.weight_g
  const what = { kind: 'counted', pieces: difference, weight_g, note } as const
  await leaveIn(context, place, { pieces, grams }, movement(context, place, what))
  return null
}
