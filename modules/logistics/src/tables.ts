/** Row types of the logistics_* tables. */
import type { StorageClass } from '@tiantou/kernel'
import type { HistoryRow } from '@tiantou/platform'
import type { TrackState } from './port.ts'
import type { AreaRegionRow, AreaRow, BookingRow, PlaceRow, PointRow, SlotRow } from './promise-tables.ts'
import type { WaybillState } from './states.ts'

export interface RateRow {
  storage_class: StorageClass
  /** A region's code, or `all`. */
  region: string
  /** 0 or 1 */
  delivers: number
  /** What is counted. */
  unit: 'weight' | 'piece'
  first_units: number
  first_fen: number
  step_units: number
  step_fen: number
  free_from_fen: number | null
}

/** What a carrier told of a parcel, once for each moment and text. */
export interface TrackRow {
  carrier: string
  tracking_no: string
  /** Milliseconds UTC, as the carrier says. */
  at: number
  text_blind: string
  state: TrackState
  place: string
  text_sealed: string
  /** When we heard of it; milliseconds UTC. */
  told_at: number
}

/** A parcel at its carrier; its id is the parcel's. */
export interface WaybillRow {
  id: string
  order_id: string
  state: WaybillState
  storage_class: StorageClass
  /** Where it goes; null where the order does not say. */
  region_code: string | null
  /** On the carrier's scale: goods, coolant and packaging. */
  grams: number
  /** In the codes of 快递100; empty for one that nobody can ask. */
  carrier: string
  tracking_no: string | null
  /** 大头笔, for the label; and the label itself where the carrier drew one. */
  destination_code: string
  label_url: string
  /** 0 or 1: a person typed the number. */
  by_hand: number
  /** What the carrier charges for it; null where no price was agreed. */
  cost_fen: number | null
  /** Why the carrier refused, else empty. */
  code: string
  /** 0 or 1: the carrier tells us of it by himself. */
  subscribed: number
  /** How often the carrier was asked of it, ever; and in vain since it last answered. */
  asks: number
  tries: number
  /** When he is asked next; null for never. */
  ask_at: number | null
  wanted_at: number
  version: number
}

export interface LogisticsTables {
  logistics_rate: RateRow
  logistics_track: TrackRow
  logistics_point: PointRow
  logistics_area: AreaRow
  logistics_area_region: AreaRegionRow
  logistics_slot: SlotRow
  logistics_booking: BookingRow
  logistics_place: PlaceRow
  logistics_waybill: WaybillRow
  logistics_history: HistoryRow
}
