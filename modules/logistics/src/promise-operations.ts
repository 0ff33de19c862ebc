/** Delivery areas, slots, pick-up points, promises: the part of the contract that contract.ts takes in. */
import { Fen, Id, Nothing, Nullable, Obj, OneOf, Readable, StorageClass, Text, Type } from '@tiantou/kernel'
import {
  AddressOnMap,
  Area,
  AreaCode,
  AreaInput,
  Capacity,
  DeliveryPromise,
  Mode,
  PickupPoint,
  PromisedArrival,
  Shape,
  SlotProblem,
  StaffSlot,
} from './promise-shapes.ts'

const write = { permission: 'logistics.write' } as const
const read = { permission: 'logistics.read' } as const
const Degrees = (most: number) => Type.Number({ minimum: -most, maximum: most, description: 'GCJ-02' })
const StorageClasses = Type.Array(StorageClass, { maxItems: 3 })

const PickupCode = Type.String({ pattern: '^[0-9]{6}$', maxLength: 6 })

const no_such_slot = { status: 404, doc: 'No slot of that id.' }
const no_such_point = { status: 422, doc: 'No pick-up point of that code; pick-up takes one, all else none.' }
/** What keeps an order from a slot. */
const timeRefusals = {
  no_such_slot,
  slot_full: { status: 409, doc: 'The slot’s last place is taken, or it was closed.' },
  cutoff_passed: { status: 409, doc: 'It is too late for that slot.' },
}
const outside_area = {
  status: 422,
  doc: 'The slot’s area does not hold the address, or takes not all of these goods.',
}
const wanted = { address: AddressOnMap, storageClasses: StorageClasses }

export const promiseCommands = {
  setArea: {
    doc: 'Draws a delivery area, or draws it anew. Slots that nobody booked follow; booked ones stay.',
    who: write,
    route: { method: 'PUT', path: '/staff/delivery-areas/:code' },
    input: AreaInput,
    output: Nothing,
    refusals: {
      bad_shape: {
        status: 422,
        doc: 'The shape is open, crosses itself, has no surface or more than 2,000 points.',
        data: Obj({ why: OneOf('not_closed', 'too_many_points', 'no_surface', 'crosses_itself') }),
      },
      bad_pattern: { status: 422, doc: 'A slot ends before it begins, or is there twice.' },
      nowhere: { status: 422, doc: 'An area has a shape, or regions, or both.' },
      no_such_region: { status: 422, doc: 'No province, city or county has that code.' },
      no_such_point,
    },
  },
  removeArea: {
    doc: 'Takes an area away with the slots that nobody booked; what is booked is delivered.',
    who: write,
    route: { method: 'DELETE', path: '/staff/delivery-areas/:code' },
    input: Obj({ code: AreaCode }),
    output: Nothing,
  },
  setPoint: {
    doc: 'Opens a pick-up point, or renames it; orders keep what they were told.',
    who: write,
    route: { method: 'PUT', path: '/staff/pickup-points/:code' },
    input: Obj({ code: AreaCode, name: Readable(40), address: Readable(120) }),
    output: Nothing,
  },
  changeSlot: {
    doc: 'Closes or opens one slot, or changes its capacity. Who booked keeps the place.',
    who: write,
    route: { method: 'PUT', path: '/staff/delivery-slots/:slotId' },
    input: Obj({ slotId: Id('slt'), capacity: Capacity, closed: Type.Boolean() }),
    output: Nothing,
    refusals: { no_such_slot },
  },
  drawSlots: {
    doc: 'Makes the slots of the coming days out of the weekly patterns; those that exist stay.',
    who: 'system',
    input: Nothing,
    output: Obj({ drawn: Type.Integer({ minimum: 0 }) }),
  },
  bookSlot: {
    doc: 'Takes one place in a slot for an order; at a pick-up point its code is taken too.',
    who: 'system',
    secret: true,
    input: Obj({
      orderId: Id('ord'),
      slotId: Id('slt'),
      pickup: Nullable(Obj({ pointCode: AreaCode, code: PickupCode })),
    }),
    output: Nothing,
    refusals: {
      ...timeRefusals,
      code_taken: { status: 409, doc: 'Another order drew the same code just now; ask again.' },
    },
  },
  freeSlot: {
    doc: 'The order was called off: its place in a slot is free again. Without a booking nothing happens.',
    who: 'system',
    input: Obj({ orderId: Id('ord') }),
    output: Nothing,
  },
  closeBooking: {
    doc: 'The goods are there: the code that fetches them may serve another order.',
    who: 'system',
    input: Obj({ orderId: Id('ord') }),
    output: Nothing,
  },
  keepPlace: {
    doc: 'Keeps where an address lies, or that no map knows.',
    who: 'system',
    secret: true,
    input: Obj({ text: Text(300), point: Nullable(Obj({ lng: Degrees(180), lat: Degrees(90) })) }),
    output: Nothing,
  },
} as const

export const promiseQueries = {
  areas: {
    doc: 'All delivery areas with their weekly patterns, and the pick-up points.',
    who: read,
    route: { method: 'GET', path: '/staff/delivery-areas' },
    input: Nothing,
    output: Obj({ items: Type.Array(Area), points: Type.Array(PickupPoint) }),
  },
  slots: {
    doc: 'Slots from now on, earliest first, with how many places are taken.',
    who: read,
    route: { method: 'GET', path: '/staff/delivery-slots' },
    input: Obj({ areaCode: Type.Optional(AreaCode) }),
    output: Obj({ items: Type.Array(StaffSlot) }),
  },
  areaMap: {
    doc: 'Where we bring goods ourselves and where they are fetched, as GeoJSON (RFC 7946) in GCJ-02.',
    who: 'anyone',
    route: { method: 'GET', path: '/delivery-areas' },
    input: Nothing,
    output: Obj({
      type: Type.Literal('FeatureCollection'),
      features: Type.Array(
        Obj({
          type: Type.Literal('Feature'),
          properties: Obj({
            code: AreaCode,
            name: Text(40),
            mode: Mode,
            storageClasses: StorageClasses,
            regions: Type.Array(Type.String()),
          }),
          geometry: Nullable(Shape),
        }),
      ),
    }),
  },
  promise: {
    doc: 'When goods of these storage classes can be at an address, and for how much more than the freight.',
    who: 'system',
    secret: true,
    input: Obj({ ...wanted, slotId: Type.Optional(Id('slt')) }),
    output: Obj({
      promise: DeliveryPromise,
      /** Of the slot that was asked about; null where none was. */
      chosen: Nullable(Obj({ feeFen: Fen, problem: Nullable(SlotProblem) })),
    }),
  },
  chosen: {
    doc: 'What an order would keep of the slot that was chosen, or of a carrier where none was.',
    who: 'system',
    secret: true,
    input: Obj({ ...wanted, slotId: Nullable(Id('slt')), orderId: Id('ord') }),
    output: Obj({ arrival: PromisedArrival, feeFen: Fen, pointCode: Nullable(AreaCode) }),
    refusals: { ...timeRefusals, outside_area },
  },
  isLocated: {
    doc: 'Whether a map was asked where an address is.',
    who: 'system',
    secret: true,
    input: Obj({ text: Text(300) }),
    output: Obj({ isLocated: Type.Boolean() }),
  },
  orderAtPoint: {
    doc: 'Whose goods a code fetches at a pick-up point; null for none.',
    who: 'system',
    secret: true,
    input: Obj({ pointCode: AreaCode, code: PickupCode }),
    output: Nullable(Obj({ orderId: Id('ord') })),
  },
} as const
