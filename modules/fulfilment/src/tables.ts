/** Rows of the fulfilment_* tables. */
import type { StorageClass } from '@tiantou/kernel'
import type { HistoryRow } from '@tiantou/platform'
import type { LineState, ParcelState, ScaleState, ShortageState, TaskState, WaveState } from './states.ts'

/** An order to pack; its id is the order's. */
export interface TaskRow {
  id: string
  order_no: string
  state: TaskState
  mode: 'carrier' | 'fleet' | 'pickup'
  /** Drivers and pick lists go by it. */
  route: string
  /** Storage classes of its lines, in alphabetical order with `+` between. */
  classes: string
  pack_by: number
  arrive_from: number
  arrive_to: number
  wave_id: string | null
  /** When lots are looked for again, while it waits. */
  look_at: number
  packed_at: number | null
  version: number
}

export interface LineRow {
  id: string
  order_id: string
  no: number
  /** The line whose missing pieces it takes the place of. */
  instead_of: string | null
  state: LineState
  sku_id: string
  product_id: string
  title: string
  spec: string
  price_mode: 'piece' | 'weight'
  storage_class: StorageClass
  /** As bought. */
  pieces: number
  /** Of them not to be had. */
  short_pieces: number
  nominal_g: number
  tolerance_minus_g: number
  tolerance_plus_g: number
  /** Per piece, or per kilogram where the price is by weight. */
  price_fen: number
  /** At the list price, and what was paid for it. */
  list_fen: number
  paid_fen: number
  shelf_life_d: number
  if_short: 'similar' | 'refund' | 'ask'
  version: number
}

/** Pieces of one lot in one place that a line gets. */
export interface PartRow {
  line_id: string
  lot_id: string
  location: string
  order_id: string
  lot_no: string
  use_by: number
  pieces: number
  got_pieces: number
  got_g: number
}

/** What one hand put on one scale; never changed but to be voided. */
export interface WeighingRow {
  id: string
  order_id: string
  line_id: string
  lot_id: string
  location: string
  pieces: number
  /** Null where the line is counted and not weighed. */
  grams: number | null
  scale: string | null
  weighed_by: string
  at: number
  voided_by: string | null
  void_reason: string | null
}

export interface ShortageRow {
  id: string
  order_id: string
  line_id: string
  pieces: number
  state: ShortageState
  /** What is offered instead, as JSON. */
  offer: string | null
  answer_by: number | null
  at: number
  version: number
}

export interface ParcelRow {
  id: string
  order_id: string
  no: number
  state: ParcelState
  storage_class: StorageClass
  goods_g: number
  coolant_g: number
  packaging_g: number
  carrier: string | null
  tracking_no: string | null
  packed_at: number
  shipped_at: number | null
  delivered_at: number | null
  version: number
}

export interface WaveRow {
  id: string
  state: WaveState
  pack_by: number
  arrive_from: number
  route: string
  classes: string
  orders: number
  at: number
  version: number
}

export interface ScaleRow {
  id: string
  name: string
  /** The smallest step that it shows (分度值 d). */
  division_g: number
  state: ScaleState
  checked_at: number | null
  version: number
}

/** A reference mass on a scale: one point of its control chart. */
export interface CheckRow {
  id: string
  scale: string
  reference_g: number
  shown_g: number
  checked_by: string
  at: number
}

export interface FulfilmentTables {
  fulfilment_task: TaskRow
  fulfilment_line: LineRow
  fulfilment_part: PartRow
  fulfilment_weighing: WeighingRow
  fulfilment_shortage: ShortageRow
  fulfilment_parcel: ParcelRow
  fulfilment_wave: WaveRow
  fulfilment_scale: ScaleRow
  fulfilment_scale_check: CheckRow
  fulfilment_history: HistoryRow
}
