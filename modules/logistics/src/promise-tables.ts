/** Row types of areas, slots, bookings, pick-up points and places. */
import type { BookingState } from './states.ts'

export type Mode = 'fleet' | 'pickup' | 'carrier'

/** Where goods are handed over to who fetches them. */
export interface PointRow {
  code: string
  name: string
  address: string
}

export interface AreaRow {
  code: string
  /** Drivers and pick lists call it so: the route. */
  name: string
  mode: Mode
  /** Words with commas between. */
  storage_classes: string
  /** Of mode pickup only. */
  point_code: string | null
  /** GeoJSON geometry as text; null where the area is its regions. */
  shape: string | null
  /** What the shape lies within, in millionths of a degree. */
  west_e6: number | null
  south_e6: number | null
  east_e6: number | null
  north_e6: number | null
  /** Weekly pattern of slots as JSON. */
  pattern: string
}

export interface AreaRegionRow {
  region: string
  area_code: string
}

/** One slot of one day. Times and fee never change; how many and whether at all may. */
export interface SlotRow {
  id: string
  area_code: string
  from_at: number
  to_at: number
  /** The last millisecond before it can be booked no more is the one before this. */
  cutoff_at: number
  capacity: number
  booked: number
  fee_fen: number
  /** 0 or 1 */
  closed: number
}

/** The place of one order in a slot. */
export interface BookingRow {
  order_id: string
  slot_id: string
  state: BookingState
  booked_at: number
  closed_at: number | null
  point_code: string | null
  /** Of the code that fetches the goods, while it is open; then null, and free for another order. */
  code_blind: string | null
}

/** Where an address lies; of no person. */
export interface PlaceRow {
  address_blind: string
  /** Null where no map knows it well enough. */
  point_sealed: string | null
  found_at: number
}
