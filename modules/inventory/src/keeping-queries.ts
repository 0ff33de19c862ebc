/** What those who keep the stores can ask: locations, stock by SKU, location and lot, movements. */
import type { OutputOf } from '@tiantou/kernel'
import { pageOf, type QueryHandler } from '@tiantou/platform'
import type { Inventory } from './contract.ts'
import type { inventorySettings } from './settings.ts'
import { waitingCounts } from './store/counts.ts'
import { allLocations, movementsBefore, placesOf } from './store/lots.ts'
import { levelsOf, stockAfter } from './store/stock.ts'
import type { InventoryTables, MovementRow } from './tables.ts'

type Queries = typeof Inventory.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], InventoryTables, typeof inventorySettings>

const DEFAULT_LIMIT = 20

export const locations: Handler<'locations'> = async (_input, { db }) => ({
  items: (await allLocations(db)).map(({ code, name }) => ({ code, name })),
})

export const stock: Handler<'stock'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db, settings }) => {
  const { shown, next } = pageOf(await stockAfter(db, cursor, limit + 1), limit, (row) => row.sku_id)
  const items = shown.map(({ sku_id: skuId, available, low_at }) => {
    const lowAt = low_at ?? settings.lowAt
    return { skuId, available, lowAt, isLow: available <= lowAt }
  })
  return { items, next }
}

export const stockOf: Handler<'stockOf'> = async ({ skuId }, { db, settings, refuse }) => {
  const level = (await levelsOf(db, [skuId])).get(skuId)
  if (level === undefined) return refuse('no_such_stock')
  const lots = (await placesOf(db, [skuId])).map((place) => ({
    lotId: place.lot_id,
    lotNo: place.lot_no,
    harvestedAt: place.harvested_at,
    useBy: place.use_by,
    location: place.location,
    pieces: place.pieces,
    grams: place.weight_g,
    allocated: place.allocated,
    held: place.held === 1,
  }))
  const { available } = level
  const sellable = lots.reduce((sum, lot) => sum + (lot.held ? lot.allocated : lot.pieces), 0)
  const promised = sellable - available
  return { available, promised, lowAt: level.lowAt ?? settings.lowAt, lots }
}

export const counts: Handler<'counts'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db }) => {
  const { shown, next } = pageOf(await waitingCounts(db, cursor, limit + 1), limit, (row) => row.id)
  const items = shown.map((row) => ({
    countId: row.id,
    lotId: row.lot_id,
    location: row.location,
    difference: row.difference,
    differenceGrams: row.difference_g,
    note: row.note,
    by: row.counted_by,
    at: row.at,
  }))
  return { items, next }
}

type Movement = OutputOf<Queries['movements']>['items'][number]

const toMovement = (row: MovementRow): Movement => ({
  movementId: row.id,
  kind: row.kind,
  lotId: row.lot_id,
  location: row.location,
  orderId: row.order_id,
  pieces: row.pieces,
  grams: row.weight_g,
  reason: row.reason,
  note: row.note,
  by: row.actor_id === '' ? row.actor_kind : `${row.actor_kind}:${row.actor_id}`,
  at: row.at,
})

export const movements: Handler<'movements'> = async ({ skuId, limit = DEFAULT_LIMIT, cursor }, { db }) => {
  const rows = await movementsBefore(db, skuId, cursor, limit + 1)
  const { shown, next } = pageOf(rows, limit, (row) => row.id)
  return { items: shown.map(toMovement), next }
}
