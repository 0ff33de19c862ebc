/**
 * What module logistics offers about parcels at their carriers: a number is asked for when a parcel is
 * packed, its road is followed when it left. Spread into the contract.
 */
import {
  Fen,
  Grams,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Readable,
  StorageClass,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { RegionCode } from './promise-shapes.ts'
import { CarrierName, Code, Issued, Party, TrackingNo, Word } from './road-operations.ts'

const ParcelRef = Obj({ parcelId: Id('pcl') })
const State = OneOf('wanted', 'refused', 'issued', 'on_road', 'delivered', 'returned', 'called_off')
const staff = { permission: 'logistics.waybills' } as const

/**
 * What a carrier is to be asked: a number, to tell us of the parcel by himself, where it is, to forget it.
 */
export const Todo = OneOf('waybill', 'subscribe', 'tracks', 'cancel')

const no_such_waybill = { status: 404, doc: 'No parcel of that id goes with a carrier.' }
const waybill_state = { status: 409, doc: 'The parcel stands elsewhere.', data: Obj({ state: State }) }

export const WaybillView = Obj({
  parcelId: Id('pcl'),
  orderId: Id('ord'),
  state: State,
  carrier: Type.String(),
  carrierName: Type.String(),
  trackingNo: Nullable(Type.String()),
  /** 大头笔, in big letters on the label. */
  destinationCode: Type.String(),
  /** The label as the carrier drew it; empty where he drew none. */
  labelUrl: Type.String(),
  byHand: Type.Boolean(),
  /** Goods, coolant and packaging. */
  grams: Grams,
  /** What the carrier charges us; null where no price was agreed. */
  costFen: Nullable(Fen),
  /** Why the carrier refused, else empty. */
  code: Type.String(),
  asks: Type.Integer(),
  wantedAt: Time,
})

export const waybillCommands = {
  wantWaybills: {
    doc: 'Parcels were packed for a carrier: each gets one, and is to have his number.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      regionCode: Nullable(RegionCode),
      parcels: Type.Array(
        Obj({
          parcelId: Id('pcl'),
          storageClass: StorageClass,
          grams: Grams,
          /** With which number it left, where that was heard of first. */
          left: Nullable(Obj({ carrier: Readable(30), trackingNo: Readable(40) })),
        }),
        { maxItems: 50 },
      ),
    }),
    output: Nothing,
  },
  recordWaybill: {
    doc: 'The carrier’s word on a number: given, refused, or nothing that decides.',
    who: 'system',
    input: Obj({ parcelId: Id('pcl'), word: Word, code: Code, waybill: Type.Optional(Issued) }),
    output: Obj({ state: State }),
    refusals: { no_such_waybill },
  },
  typeWaybill: {
    doc: 'A person types the number that no carrier gave by himself.',
    who: staff,
    route: { method: 'POST', path: '/staff/parcels/:parcelId/waybill' },
    input: Obj({ parcelId: Id('pcl'), carrier: CarrierName, trackingNo: TrackingNo }),
    output: Nothing,
    refusals: { no_such_waybill, waybill_state },
  },
  askAgain: {
    doc: 'After a refusal the carrier is asked once more, or another one.',
    who: staff,
    route: { method: 'POST', path: '/staff/parcels/:parcelId/waybill/ask-again' },
    input: Obj({ parcelId: Id('pcl'), carrier: Type.Optional(CarrierName) }),
    output: Nothing,
    refusals: { no_such_waybill, waybill_state },
  },
  callOff: {
    doc: 'An order was called off: its parcels do not leave, and numbers that carriers gave are given back.',
    who: 'system',
    input: Obj({ orderId: Id('ord') }),
    output: Nothing,
  },
  noteLeft: {
    doc: 'A parcel left with this number: from now on its road is followed.',
    who: 'system',
    input: Obj({ parcelId: Id('pcl'), carrier: Readable(30), trackingNo: Readable(40) }),
    output: Nothing,
  },
  recordAsked: {
    doc: 'The carrier’s word on being asked to tell of a parcel, where it is, or to forget it.',
    who: 'system',
    input: Obj({ parcelId: Id('pcl'), what: OneOf('subscribe', 'tracks', 'cancel'), word: Word, code: Code }),
    output: Nothing,
  },
} as const

export const waybillQueries = {
  carriersDue: {
    doc: 'Parcels of which a carrier is to be asked now.',
    who: 'system',
    input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
    output: Obj({ items: Type.Array(Obj({ parcelId: Id('pcl'), asks: Type.Integer() })) }),
  },
  toAsk: {
    doc: 'What is to be asked of a parcel’s carrier, and what he must know; null for nothing.',
    who: 'system',
    input: ParcelRef,
    output: Nullable(
      Obj({
        orderId: Id('ord'),
        what: Todo,
        carrier: Type.String(),
        trackingNo: Nullable(Type.String()),
        grams: Grams,
        sender: Nullable(Party),
      }),
    ),
  },
  waybill: {
    doc: 'A parcel at its carrier, for the label; null where none carries it.',
    who: 'system',
    input: ParcelRef,
    output: Nullable(WaybillView),
  },
  waybills: {
    doc: 'Parcels at carriers in one state, oldest first.',
    who: staff,
    route: { method: 'GET', path: '/staff/waybills' },
    input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('pcl')), state: State }),
    output: PageOf(WaybillView),
  },
} as const

const told = { parcelId: Id('pcl'), orderId: Id('ord') }

export const waybillEvents = {
  waybill_issued: {
    doc: 'A parcel has the number of its carrier.',
    version: 1,
    payload: Obj({ ...told, carrier: CarrierName, carrierName: Text(30), trackingNo: TrackingNo }),
  },
  waybill_refused: {
    doc: 'No carrier gives a number by himself: a person has to look.',
    version: 1,
    payload: Obj({ ...told, carrier: Text(30, 0), code: Text(60) }),
  },
} as const
