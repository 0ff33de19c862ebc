/** Shapes of areas, slots and promises as they go over the wire. Pure. */
import { Fen, Id, Nullable, Obj, OneOf, Readable, StorageClass, Text, Time, Type } from '@tiantou/kernel'

/** A county, city or province (GB/T 2260). */
export const RegionCode = Type.String({ pattern: '^[1-9][0-9]{5}$', description: 'GB/T 2260 code' })
export const AreaCode = Type.String({ pattern: '^[a-z][a-z0-9-]{1,29}$', maxLength: 30 })
export const Mode = OneOf('fleet', 'pickup', 'carrier')

const Position = Type.Array(Type.Number({ minimum: -180, maximum: 180 }), {
  minItems: 2,
  maxItems: 2,
  description: 'longitude, latitude; GCJ-02',
})
const Ring = Type.Array(Position, { minItems: 4, maxItems: 2_000 })
const Rings = Type.Array(Ring, { minItems: 1, maxItems: 100 })
/** A GeoJSON geometry (RFC 7946), its coordinates in GCJ-02. */
export const Shape = Type.Union([
  Obj({ type: Type.Literal('Polygon'), coordinates: Rings }),
  Obj({
    type: Type.Literal('MultiPolygon'),
    coordinates: Type.Array(Rings, { minItems: 1, maxItems: 100 }),
  }),
])

const Minutes = (least: number, most: number) =>
  Type.Integer({ minimum: least, maximum: most, description: 'minutes' })
export const Capacity = Type.Integer({ minimum: 0, maximum: 10_000 })

/** A slot that comes again every week. */
export const WeeklySlot = Obj({
  /** 1 is Monday, 7 is Sunday; in China. */
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
    minItems: 1,
    maxItems: 7,
    uniqueItems: true,
  }),
  /** Of the day in China. */
  fromMinute: Minutes(0, 1_439),
  toMinute: Minutes(1, 1_440),
  /** So long before it begins it can be booked no more. */
  cutoffMinutes: Minutes(0, 10_080),
  capacity: Capacity,
  feeFen: Fen,
})

const area = {
  /** Drivers and pick lists call it so: the route. */
  name: Readable(40),
  mode: Mode,
  /** What may go there. */
  storageClasses: Type.Array(StorageClass, { minItems: 1, maxItems: 3, uniqueItems: true }),
  /** Null: the area is its regions. */
  shape: Nullable(Shape),
  /** Whole regions; beside a shape they stand in for it where nobody knows the point of an address. */
  regions: Type.Array(RegionCode, { maxItems: 500, uniqueItems: true }),
  /** Where goods are fetched; of mode pickup, and of no other. */
  pointCode: Nullable(AreaCode),
  pattern: Type.Array(WeeklySlot, { maxItems: 50 }),
}
export const AreaInput = Obj({ code: AreaCode, ...area })
export const Area = Obj({ code: AreaCode, ...area, name: Text(40) })
export const PickupPoint = Obj({ code: AreaCode, name: Text(40), address: Text(120) })

/** An address in so far as it matters for the road: no person. */
export const AddressOnMap = Obj({ regionCode: RegionCode, text: Text(300) })

const when = { from: Time, to: Time, cutoffAt: Time }

/** A slot as staff sees it. */
export const StaffSlot = Obj({
  slotId: Id('slt'),
  areaCode: AreaCode,
  ...when,
  capacity: Capacity,
  booked: Type.Integer({ minimum: 0 }),
  feeFen: Fen,
  closed: Type.Boolean(),
})

export const PromiseOption = Obj({
  mode: Mode,
  /** Null: with a carrier, in about that time. */
  slotId: Nullable(Id('slt')),
  ...when,
  feeFen: Fen,
  left: OneOf('plenty', 'few', 'none'),
  pickup: Nullable(Obj({ name: Text(40), address: Text(120) })),
})

/** What keeps an order from a slot. */
export const SlotProblem = OneOf('no_such_slot', 'slot_full', 'cutoff_passed', 'outside_area')

export const DeliveryPromise = Obj({
  /** Whether the address was looked for on the map, found or not: else it may be worth asking the map. */
  isLocated: Type.Boolean(),
  /** Earliest first; slots that are full among them. */
  options: Type.Array(PromiseOption),
  /** Why no slot can be booked: no area of ours is there, or all of its slots are taken. */
  noSlot: Nullable(OneOf('outside', 'all_full')),
})

/** What an order keeps of its promise. */
export const PromisedArrival = Obj({
  mode: Mode,
  slotId: Nullable(Id('slt')),
  ...when,
  route: Text(40),
  pickup: Nullable(Obj({ name: Text(40), address: Text(120), code: Text(8) })),
})
