/** What can be asked about single lots and about the lots of an order. */
import { type OutputOf } from '@tiantou/kernel'
import { pageOf, type QueryHandler } from '@tiantou/platform'
import type { Inventory } from './contract.ts'
import { allocationsOf, ordersOfLot } from './store/allocations.ts'
import { findLot, historyOfLot, lotsFrom as lotsOfSupplier, placesOfLot } from './store/lots.ts'
import type { InventoryTables, LotRow } from './tables.ts'

type Queries = typeof Inventory.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], InventoryTables>

const DEFAULT_LIMIT = 20

/** So many orders of one lot are shown. */
const most = 1_000

const coreOf = ({
  sku_id: skuId,
  lot_no: lotNo,
  harvested_at: harvestedAt,
  use_by: useBy,
  state,
}: LotRow) => ({
  skuId,
  lotNo,
  harvestedAt,
  useBy,
  state,
})

export const lot: Handler<'lot'> = async ({ lotId }, { db, refuse }) => {
  const row = await findLot(db, lotId)
  if (row === undefined) return refuse('no_such_lot')
  const places = await placesOfLot(db, lotId)
  const orders = await ordersOfLot(db, lotId, most)
  return {
    lotId,
    ...coreOf(row),
    supplierId: row.supplier_id,
    received: { pieces: row.pieces, grams: row.weight_g, at: row.received_at },
    places: places.map(({ location, pieces, weight_g: grams, allocated }) => ({
      location,
      pieces,
      grams,
      allocated,
    })),
    orders: orders.map(({ order_id: orderId, pieces, state }) => ({
      orderId,
      pieces,
      state: state === 'dispatched' ? state : ('allocated' as const),
    })),
    history: (await historyOfLot(db, lotId)).map((step) => ({
      at: step.at,
      to: step.to_state as OutputOf<Queries['lot']>['state'],
      by: `${step.actor_kind}:${step.actor_id}`,
      reason: step.note,
    })),
  }
}

export const lotsFrom: Handler<'lotsFrom'> = async (
  { supplierId, limit = DEFAULT_LIMIT, cursor },
  { db },
) => {
  const rows = await lotsOfSupplier(db, supplierId, cursor, limit + 1)
  const { shown, next } = pageOf(rows, limit, (row) => row.id)
  const items = shown.map((row) => ({
    lotId: row.id,
    ...coreOf(row),
    pieces: row.pieces,
    receivedAt: row.received_at,
  }))
  return { items, next }
}

export const lotFacts: Handler<'lotFacts'> = async ({ lotId }, { db }) => {
  const row = await findLot(db, lotId)
  return row === undefined ? null : coreOf(row)
}

export const allocations: Handler<'allocations'> = async ({ orderId }, { db }) => ({
  parts: (await allocationsOf(db, orderId)).map((part) => ({
    skuId: part.sku_id,
    lotId: part.lot_id,
    lotNo: part.lot_no,
    location: part.location,
    useBy: part.use_by,
    pieces: part.pieces,
  })),
})
