/**
 * Row types of the inventory_* tables. For every SKU: pieces received = available + held + sold + dispatched,
 * and pieces left in lots = available + held + sold. Only `available` is a counter; the rest is the sum of
 * the reservations.
 */
import type { ReservationState } from './states.ts'

export interface StockRow {
  sku_id: string
  /** Pieces that can still be sold. */
  available: number
}

export interface LotRow {
  id: string
  sku_id: string
  lot_no: string
  harvested_at: number
  use_by: number
  /** Pieces received. */
  pieces: number
  /** Pieces that have not left the house. */
  left_pieces: number
  weight_g: number
  received_at: number
}

/** One line of one order; `line_no` counts from 1 in the order of the SKU ids. */
export interface ReservationRow {
  order_id: string
  line_no: number
  sku_id: string
  pieces: number
  state: ReservationState
  expires_at: number
}

/** Goods in, goods out: rows are added and never changed. */
export interface MovementRow {
  id: string
  kind: 'received' | 'dispatched'
  sku_id: string
  lot_id: string
  order_id: string | null
  pieces: number
  at: number
}

export interface InventoryTables {
  inventory_stock: StockRow
  inventory_lot: LotRow
  inventory_reservation: ReservationRow
  inventory_movement: MovementRow
}
