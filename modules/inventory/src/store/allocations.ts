/** SQL of lots that are meant for orders. */
import { hotChange, hotInsert, hotRows, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import { allocation, type LotState } from '../states.ts'
import { from, to } from '@tiantou/kernel'
import type { AllocationRow, InventoryTables, PlaceRow } from '../tables.ts'

type InventoryTx = Tx<InventoryTables>
type InventoryDb = ReadDb<InventoryTables>

const queueRow = hotChange((db: InventoryTx, hole: { readonly skuId: string }) =>
  db
    .updateTable('inventory_stock')
    .set((row) => ({ available: row.ref('available') }))
    .where('sku_id', '=', hole.skuId),
)

/**
 * Stands in line for these SKUs, in the order given: whoever allocates the same SKU waits until this commit,
 * and reads what it left. Nothing was read before, so no snapshot is pinned.
 */
export const queueFor = async (tx: InventoryTx, skuIds: readonly string[]): Promise<void> => {
  for (const skuId of skuIds) await queueRow(tx, { skuId })
}

/** So many places are looked at in one go; an order seldom needs more than one. */
const bite = 8

/** Behind which place to look, and until when its lot must last. */
interface Behind {
  readonly skuId: string
  readonly useByFrom: number
  readonly useBy: number
  readonly lotId: string
  readonly location: string
}

const free = hotRows((db: InventoryTx, hole: Behind) =>
  db
    .selectFrom('inventory_place as place')
    .innerJoin('inventory_lot as lot', 'lot.id', 'place.lot_id')
    .selectAll('place')
    .select('lot.lot_no')
    .where('place.sku_id', '=', hole.skuId)
    .where('place.held', '=', 0)
    .where('place.use_by', '>=', hole.useByFrom)
    .whereRef('place.pieces', '>', 'place.allocated')
    .where((row) =>
      row(
        row.refTuple('place.use_by', 'place.lot_id', 'place.location'),
        '>',
        row.tuple(hole.useBy, hole.lotId, hole.location),
      ),
    )
    .orderBy('place.use_by')
    .orderBy('place.lot_id')
    .orderBy('place.location')
    .limit(bite),
)

/**
 * Places of one SKU that hold pieces for nobody yet and last long enough, first to expire first.
 * @param after continues behind this place
 */
export const freePlaces = (
  tx: InventoryTx,
  skuId: string,
  useByFrom: number,
  after?: Pick<PlaceRow, 'use_by' | 'lot_id' | 'location'>,
): Promise<(PlaceRow & { lot_no: string })[]> =>
  free(tx, {
    skuId,
    useByFrom,
    useBy: after?.use_by ?? 0,
    lotId: after?.lot_id ?? '',
    location: after?.location ?? '',
  })

interface At {
  readonly lot_id: string
  readonly location: string
}

const markRow = hotChange((db: InventoryTx, hole: { lotId: string; location: string; pieces: number }) =>
  db
    .updateTable('inventory_place')
    .set((row) => ({ allocated: row('allocated', '+', hole.pieces) }))
    .where('lot_id', '=', hole.lotId)
    .where('location', '=', hole.location),
)

/** Marks pieces of a place as meant for an order, or with a negative number no more. */
export const markAllocated = async (tx: InventoryTx, at: At, pieces: number): Promise<void> => {
  await markRow(tx, { lotId: at.lot_id, location: at.location, pieces })
}

const insertAllocation = hotInsert<AllocationRow>('inventory_allocation', [
  'order_id',
  'sku_id',
  'lot_id',
  'location',
  'pieces',
  'state',
])

/** What of one place is meant for one order: more than before, the first time too. */
export const addAllocation = async (tx: InventoryTx, row: Omit<AllocationRow, 'state'>): Promise<void> => {
  const state = allocation.initial
  if (await unlessTaken(insertAllocation(tx as never, [{ ...row, state }]))) return
  const known = await tx
    .selectFrom('inventory_allocation')
    .select(['state', 'pieces'])
    .where('order_id', '=', row.order_id)
    .where('sku_id', '=', row.sku_id)
    .where('lot_id', '=', row.lot_id)
    .where('location', '=', row.location)
    .executeTakeFirstOrThrow()
  const isOpen = known.state === state || known.state === to(allocation, 'pack')
  const before = isOpen ? known.pieces : 0
  await setAllocation(tx, row, { pieces: before + row.pieces, state })
}

type Key = Omit<AllocationRow, 'state' | 'pieces'>

/** Makes an allocation hold exactly so much. */
export const setAllocation = async (
  tx: InventoryTx,
  key: Key,
  set: Pick<AllocationRow, 'pieces' | 'state'>,
): Promise<void> => {
  await tx
    .updateTable('inventory_allocation')
    .set(set)
    .where('order_id', '=', key.order_id)
    .where('sku_id', '=', key.sku_id)
    .where('lot_id', '=', key.lot_id)
    .where('location', '=', key.location)
    .execute()
}

/** An allocation with what is said of its lot. */
export type PartRow = AllocationRow & { lot_no: string; use_by: number; lot_state: LotState }

/** What is meant for an order, or went with it, first to expire first. */
export const allocationsOf = (db: InventoryDb, orderId: string): Promise<PartRow[]> =>
  db
    .selectFrom('inventory_allocation as part')
    .innerJoin('inventory_lot as lot', 'lot.id', 'part.lot_id')
    .selectAll('part')
    .select(['lot.lot_no', 'lot.use_by', 'lot.state as lot_state'])
    .where('part.order_id', '=', orderId)
    .where('part.state', '!=', to(allocation, 'free'))
    .orderBy('lot.use_by')
    .orderBy('part.lot_id')
    .orderBy('part.location')
    .execute()

/** Orders that have or had pieces of a lot. */
export const ordersOfLot = (db: InventoryDb, lotId: string, limit: number): Promise<AllocationRow[]> =>
  db
    .selectFrom('inventory_allocation')
    .selectAll()
    .where('lot_id', '=', lotId)
    .where('state', '!=', to(allocation, 'free'))
    .orderBy('order_id')
    .limit(limit)
    .execute()

/** Every order lets go of a lot, but for what lies in parcels. */
export const loseLot = async (tx: InventoryTx, lotId: string): Promise<void> => {
  await tx
    .updateTable('inventory_allocation')
    .set({ state: to(allocation, 'lose') })
    .where('lot_id', '=', lotId)
    .where('state', 'in', [...from(allocation, 'lose')])
    .execute()
  await tx
    .updateTable('inventory_place')
    .set((place) => ({
      allocated: place.fn.coalesce(
        place
          .selectFrom('inventory_allocation as part')
          .select(({ fn }) => fn.sum<number>('part.pieces').as('pieces'))
          .where('part.lot_id', '=', lotId)
          .whereRef('part.location', '=', 'inventory_place.location')
          .where('part.state', '=', to(allocation, 'pack')),
        place.lit(0),
      ),
    }))
    .where('lot_id', '=', lotId)
    .execute()
}

/** What is allocated to an order lies in its parcels from now on; answers all that does. */
export const packAllocations = async (tx: InventoryTx, orderId: string): Promise<AllocationRow[]> => {
  await tx
    .updateTable('inventory_allocation')
    .set({ state: to(allocation, 'pack') })
    .where('order_id', '=', orderId)
    .where('state', 'in', [...from(allocation, 'pack')])
    .execute()
  return tx
    .selectFrom('inventory_allocation')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('state', '=', to(allocation, 'pack'))
    .execute()
}
