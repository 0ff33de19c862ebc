/**
 * Allocations as commands take and free them: always the row of the order and the count of its place
 * together.
 */
import type { Tx } from '@tiantou/platform'
import { to } from '@tiantou/kernel'
import { allocation } from './states.ts'
import {
  addAllocation,
  allocationsOf,
  freePlaces,
  markAllocated,
  setAllocation,
} from './store/allocations.ts'
import type { AllocationRow, InventoryTables, PlaceRow } from './tables.ts'

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

/** The order lets go of some pieces of one place. */
export const letGo = async (tx: InventoryTx, part: AllocationRow, pieces: number): Promise<void> => {
  const left = part.pieces - pieces
  await setAllocation(tx, part, {
    pieces: left === 0 ? part.pieces : left,
    state: left === 0 ? to(allocation, 'free') : part.state,
  })
  await markAllocated(tx, part, -pieces)
}

/** What is meant for an order now, or lies in its parcels. */
export const openPartsOf = async (tx: InventoryTx, orderId: string) =>
  (await allocationsOf(tx, orderId)).filter((part) => part.state !== to(allocation, 'dispatch'))

/** The order lets go of everything. */
export const letGoOfAll = async (tx: InventoryTx, orderId: string): Promise<void> => {
  for (const part of await openPartsOf(tx, orderId)) await letGo(tx, part, part.pieces)
}
