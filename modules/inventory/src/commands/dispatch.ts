/**
 * The order is shipped: its pieces leave the places that they were allocated from, and what was not allocated
 * leaves first to expire first. What scales have weighed leaves with its true weight.
 */
import { to } from '@tiantou/kernel'
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import { openPartsOf } from '../allocating.ts'
import type { Inventory } from '../contract.ts'
import { movement } from '../movements.ts'
import { roomOf, takeFrom, weighedOut, weightOf } from '../rules.ts'
import { allocation } from '../states.ts'
import { markAllocated, setAllocation } from '../store/allocations.ts'
import { findPlace, insertMovements, placesOf, setPlace } from '../store/lots.ts'
import { linesOf, moveLines, putStock } from '../store/stock.ts'
import type { AllocationRow, InventoryTables, MovementRow, PlaceRow, ReservationRow } from '../tables.ts'

type Context = CommandContext<typeof Inventory.commands.dispatch, InventoryTables>

/** Pieces leave one place, weighed or by their share of its weight. */
const leave = async (
  context: Context,
  order_id: string,
  { place, pieces, grams }: { place: PlaceRow; pieces: number; grams: number },
): Promise<MovementRow[]> => {
  const { gained, left, dried } = weighedOut(place, pieces, grams)
  await setPlace(context.tx, place, place.pieces - pieces, left)
  const row = (kind: MovementRow['kind'], count: number, weight_g: number, reason: MovementRow['reason']) =>
    movement(context, place, { kind, pieces: count, weight_g, order_id, reason })
  return [
    ...(gained > 0 ? [row('gained', 0, gained, '')] : []),
    row('dispatched', -pieces, -grams, ''),
    ...(dried > 0 ? [row('shrunk', 0, -dried, 'dried')] : []),
  ]
}

const spotOf = (lotId: string, location: string): string => `${lotId} ${location}`

/** What was allocated leaves. */
const leaveAllocated = async (
  context: Context,
  parts: readonly AllocationRow[],
  weighed: ReadonlyMap<string, number>,
): Promise<MovementRow[]> => {
  const { tx } = context
  const movements: MovementRow[] = []
  for (const part of parts) {
    const { order_id, lot_id, location, pieces } = part
    await markAllocated(tx, part, -pieces)
    await setAllocation(tx, part, { pieces, state: to(allocation, 'dispatch') })
    const place = await findPlace(tx, lot_id, location)
    if (place === undefined) throw new Error(`Lot ${lot_id} does not lie at ${location}.`)
    const grams = weighed.get(spotOf(lot_id, location)) ?? weightOf(place, pieces)
    movements.push(...(await leave(context, order_id, { place, pieces, grams })))
  }
  return movements
}

/**
 * The rest of each line leaves first to expire first; of lots that were stopped only what left all the same.
 */
const leaveRest = async (
  context: Context,
  rows: readonly ReservationRow[],
  room: ReadonlyMap<string, number>,
): Promise<MovementRow[]> => {
  const short = rows.filter((row) => (room.get(row.sku_id) ?? 0) > 0)
  const skuIds = short.map((row) => row.sku_id)
  const lying = (await placesOf(context.tx, skuIds)).sort((a, b) => a.held - b.held)
  const places = Map.groupBy(lying, (place) => place.sku_id)
  const movements: MovementRow[] = []
  for (const { sku_id, order_id } of short) {
    const parts = takeFrom(places.get(sku_id) ?? [], room.get(sku_id) ?? 0)
    if (parts === null) throw new Error(`The lots of ${sku_id} hold less than was sold of it.`)
    for (const part of parts) {
      // What lies of a stopped lot is not among what can be sold, and what is promised to the order was.
      if (part.place.held === 1) await putStock(context.tx, sku_id, part.pieces)
      movements.push(...(await leave(context, order_id, part)))
    }
  }
  return movements
}

/** Takes sold lines out of the lots; zero lines where nothing of the order is waiting to be shipped. */
export const dispatch: CommandHandler<typeof Inventory.commands.dispatch, InventoryTables> = async (
  { orderId, weighed = [] },
  context,
) => {
  const { tx } = context
  const lines = await moveLines(tx, orderId, 'dispatch')
  if (lines === 0) return { lines }
  const rows = (await linesOf(tx, orderId)).map((row) => ({ ...row, state: 'sold' as const }))
  const parts = await openPartsOf(tx, orderId)
  const grams = new Map(weighed.map(({ lotId, location, grams: g }) => [spotOf(lotId, location), g]))
  const allocated = await leaveAllocated(context, parts, grams)
  const rest = await leaveRest(context, rows, roomOf(rows, parts))
  await insertMovements(tx, [...allocated, ...rest])
  return { lines }
}
