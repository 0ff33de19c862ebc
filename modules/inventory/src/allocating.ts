/**
 * Allocations as commands take and free them: always the row of the order and the count of its place
 * together.
 */
import type { Tx } from '@tiantou/platform'
import { to } from '@tiantou/kernel'
import { allocation, lotState } from './states.ts'
import {
  addAllocation,
  allocationsOf,
  freePlaces,
  markAllocated,
  type PartRow,
  setAllocation,
} from './store/allocations.ts'
import { putStock } from './store/stock.ts'
import type { InventoryTables, PlaceRow } from './tables.ts'

type InventoryTx = Tx<InventoryTables>

export interface Wanted {
  readonly skuId: string
  readonly pieces: number
  readonly useByFrom: number
}

type Place = PlaceRow & { lot_no: string }

/** Takes what places hold for nobody yet, first to expire first; says what was taken from where. */
export const takeFree = async (
  tx: InventoryTx,
  orderId: string,
  { skuId, pieces, useByFrom }: Wanted,
): Promise<{ place: Place; pieces: number }[]> => {
  const taken: { place: Place; pieces: number }[] = []
  let missing = pieces
  let page = await freePlaces(tx, skuId, useByFrom)
  while (missing > 0 && page.length > 0) {
    for (const place of page) {
      if (missing === 0) break
      const part = Math.min(missing, place.pieces - place.allocated)
      await markAllocated(tx, place, part)
      const { lot_id, location } = place
      await addAllocation(tx, { order_id: orderId, sku_id: skuId, lot_id, location, pieces: part })
      taken.push({ place, pieces: part })
      missing -= part
    }
    if (missing > 0) page = await freePlaces(tx, skuId, useByFrom, page.at(-1))
  }
  return taken
}

/**
 * The order lets go of some pieces of one place. What it had packed of a lot that was stopped since was still
 * among what is there for orders; nobody else gets it.
 * @returns how many of the pieces can be sold again
 */
export const letGo = async (tx: InventoryTx, part: PartRow, pieces: number): Promise<number> => {
  const left = part.pieces - pieces
  await setAllocation(tx, part, {
    pieces: left === 0 ? part.pieces : left,
    state: left === 0 ? to(allocation, 'free') : part.state,
  })
  await markAllocated(tx, part, -pieces)
  if (part.lot_state === lotState.initial) return pieces
  await putStock(tx, part.sku_id, -pieces)
  return 0
}

/** What is meant for an order now, or lies in its parcels. */
export const openPartsOf = async (tx: InventoryTx, orderId: string) =>
  (await allocationsOf(tx, orderId)).filter((part) => part.state !== to(allocation, 'dispatch'))

/**
 * The order lets go of everything.
 * @returns SKU → pieces of stopped lots among it
 */
export const letGoOfAll = async (tx: InventoryTx, orderId: string): Promise<ReadonlyMap<string, number>> => {
  const stopped = new Map<string, number>()
  for (const part of await openPartsOf(tx, orderId)) {
    const lost = part.pieces - (await letGo(tx, part, part.pieces))
    stopped.set(part.sku_id, (stopped.get(part.sku_id) ?? 0) + lost)
  }
  return stopped
}
