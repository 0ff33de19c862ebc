/**
 * What module fulfilment offers of parcels: the number of a carrier, leaving, arriving, coming back, labels.
 * Spread into the contract.
 */
import { Fen, Id, Nothing, Nullable, Obj, OneOf, Pieces, Readable, Time, Type } from '@tiantou/kernel'
import { no_such_task, OrderRef, pack, reason, wrong_state } from './packing-operations.ts'

const send = { permission: 'fulfilment.send' } as const
const ParcelRef = Obj({ parcelId: Id('pcl') })
const Mode = OneOf('carrier', 'fleet', 'pickup')
const no_such_parcel = { status: 404, doc: 'No parcel of that id.' }
const parcel_state = {
  status: 409,
  doc: 'The parcel is not in a state for it.',
  data: Obj({ state: Type.String() }),
}

export const parcelCommands = {
  noteWaybill: {
    doc: 'The carrier gave a parcel its number; one that left already keeps what it left with.',
    who: 'system',
    input: Obj({ parcelId: Id('pcl'), carrier: Readable(30), trackingNo: Readable(40) }),
    output: Nothing,
  },
  sendParcel: {
    doc: 'The parcel left; with the last one of an order the order is shipped.',
    who: 'system',
    input: Obj({
      parcelId: Id('pcl'),
      /** Both or neither: without them the number that the carrier gave; the house’s own road has its own. */
      carrier: Type.Optional(Readable(30)),
      trackingNo: Type.Optional(Readable(40)),
    }),
    output: Nothing,
    refusals: {
      no_such_parcel,
      parcel_state,
      no_waybill: { status: 409, doc: 'No number of a carrier, or half of one: type carrier and number.' },
    },
  },
  takeApart: {
    doc: 'What is packed of an order must not leave: it is taken out again, unless a parcel of it has left.',
    who: 'system',
    input: OrderRef,
    output: Nothing,
    refusals: {
      no_such_task,
      wrong_state,
      parcel_left: {
        status: 409,
        doc: 'These parcels have left already, or came to their end.',
        data: Obj({ nos: Type.Array(Type.Integer()) }),
      },
    },
  },
  arriveParcel: {
    doc: 'The parcel arrived; with the last one of an order the order is delivered.',
    who: send,
    route: { method: 'POST', path: '/staff/parcels/:parcelId/arrive' },
    input: ParcelRef,
    output: Nothing,
    refusals: { no_such_parcel, parcel_state },
  },
  returnParcel: {
    doc: 'The carrier brought the parcel back.',
    who: send,
    route: { method: 'POST', path: '/staff/parcels/:parcelId/return' },
    input: Obj({ parcelId: Id('pcl'), reason }),
    output: Nothing,
    refusals: { no_such_parcel, parcel_state },
  },
} as const

export const parcelQueries = {
  parcel: {
    doc: 'What a carrier must know of a parcel: what is in it.',
    who: 'system',
    input: ParcelRef,
    output: Obj({ goods: Type.Array(Obj({ title: Type.String(), pieces: Pieces })) }),
    refusals: { no_such_parcel },
  },
  lotsIn: {
    doc: 'Which lots lie in a parcel.',
    who: 'system',
    input: ParcelRef,
    output: Obj({ lotIds: Type.Array(Id('lot')) }),
    refusals: { no_such_parcel },
  },
  label: {
    doc: 'What stands on the label of a parcel.',
    who: pack,
    route: { method: 'GET', path: '/staff/parcels/:parcelId/label' },
    input: ParcelRef,
    output: Obj({
      parcelId: Id('pcl'),
      orderId: Id('ord'),
      orderNo: Type.String(),
      no: Type.Integer(),
      of: Type.Integer(),
      route: Type.String(),
      mode: Mode,
      storageClass: Type.String(),
      goodsGrams: Type.Integer(),
      coolantGrams: Type.Integer(),
      carrier: Nullable(Type.String()),
      trackingNo: Nullable(Type.String()),
      packedAt: Time,
      lines: Type.Array(
        Obj({
          skuId: Id('sku'),
          title: Type.String(),
          spec: Type.String(),
          lotId: Id('lot'),
          lotNo: Type.String(),
          useBy: Time,
          pieces: Type.Integer(),
          grams: Nullable(Type.Integer()),
          fen: Fen,
        }),
      ),
    }),
    refusals: { no_such_parcel },
  },
} as const

export const parcelEvents = {
  parcel_sent: {
    doc: 'A parcel left.',
    version: 1,
    payload: Obj({
      parcelId: Id('pcl'),
      orderId: Id('ord'),
      mode: Mode,
      carrier: Type.String(),
      trackingNo: Type.String(),
    }),
  },
} as const
