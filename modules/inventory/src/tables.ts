/**
 * Row types of the inventory_* tables. For every SKU: what movements say lies in places whose lots can be
 * sold, or is packed of stopped ones = available + held + sold. Only `available` is a counter, and negative
 * while orders wait for more than lies there; what is held and sold is the sum of the reservations.
 */
import type { Static } from '@tiantou/kernel'
import type { HistoryRow } from '@tiantou/platform'
import type { LossReason, MovementKind, ShrinkReason } from './keeping-operations.ts'
import type { AllocationState, CountState, LotState, ReservationState } from './states.ts'

export interface StockRow {
  sku_id: string
  /** Pieces that can still be sold. */
  available: number
  /** From so many pieces on it counts as low; null is the house's own number. */
  low_at: number | null
}

/** A lot as it was received; what is left of it lies in places. */
export interface LotRow {
  id: string
  sku_id: string
  lot_no: string
  harvested_at: number
  use_by: number
  pieces: number
  weight_g: number
  received_at: number
  /** From whom it came; null is the house itself, or a lot from before this was written down. */
  supplier_id: string | null
  state: LotState
  version: number
}

export interface LocationRow {
  code: string
  name: string
  created_at: number
}

/** So much of one lot lies in one location; a place that is empty has no row. */
export interface PlaceRow {
  lot_id: string
  location: string
  sku_id: string
  use_by: number
  pieces: number
  weight_g: number
  /** 1 while the lot is held or recalled: nothing of it goes to orders. */
  held: number
  /** Pieces among them that are meant for orders. */
  allocated: number
}

/** So much of one place is meant for one order. */
export interface AllocationRow {
  order_id: string
  sku_id: string
  lot_id: string
  location: string
  pieces: number
  state: AllocationState
}

/** A difference that was counted, and that a second person has to look at. */
export interface CountRow {
  id: string
  lot_id: string
  location: string
  difference: number
  difference_g: number
  note: string
  state: CountState
  /** `staff:stf_…` */
  counted_by: string
  at: number
  version: number
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

/** What came to a place or left it (negative): rows are added and never changed. */
export interface MovementRow {
  id: string
  kind: Static<typeof MovementKind>
  sku_id: string
  lot_id: string
  location: string
  order_id: string | null
  pieces: number
  weight_g: number
  /** Why it was written off; empty for what needs no reason. */
  reason: Static<typeof LossReason> | Static<typeof ShrinkReason> | ''
  note: string
  actor_kind: string
  actor_id: string
  at: number
}

export interface InventoryTables {
  inventory_stock: StockRow
  inventory_lot: LotRow
  inventory_location: LocationRow
  inventory_place: PlaceRow
  inventory_reservation: ReservationRow
  inventory_movement: MovementRow
  inventory_allocation: AllocationRow
  inventory_count: CountRow
  inventory_history: HistoryRow
}
