/** What module logistics asks of maps and carriers, and how it keeps what they tell of a parcel. */
import { Grams, Id, Nullable, Obj, OneOf, Text, Time, Type } from '@tiantou/kernel'

/** Who carries, in the codes of 快递100. */
export const CarrierName = Type.String({ pattern: '^[a-z][a-z0-9]{1,29}$', maxLength: 30 })
export const TrackingNo = Type.String({ pattern: '^[0-9A-Za-z-]{6,32}$', maxLength: 32 })
const ParcelNo = Type.String({ pattern: '^[0-9A-Za-z_-]{6,32}$', maxLength: 32 })
const PhoneTail = Type.String({ pattern: '^[0-9]{4}$', maxLength: 4 })
const Degrees = (most: number) => Type.Number({ minimum: -most, maximum: most, description: 'GCJ-02' })
const Place = Obj({ lng: Degrees(180), lat: Degrees(90) })
export const TrackWord = OneOf(
  'accepted',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'returned',
  'problem',
)
/** `unknown`: nothing is decided, ask again; `refused`: the code says why; `absent`: nobody is configured. */
export const Word = OneOf('ok', 'refused', 'unknown', 'absent')
export const Code = Type.Optional(Type.String({ maxLength: 60 }))

const Track = Obj({ at: Time, state: TrackWord, text: Text(500), place: Text(60, 0) })
const Tracks = Type.Array(Track, { maxItems: 200 })
const parcel = { carrier: CarrierName, trackingNo: TrackingNo }
/** What a carrier gave, and what its label has to show. */
export const Issued = Obj({ trackingNo: TrackingNo, destinationCode: Text(40, 0), labelUrl: Text(300, 0) })
export const Tracked = Obj({ ...parcel, tracks: Tracks })
export const Party = Obj({
  name: Text(40),
  phone: Type.String({ pattern: '^[0-9-]{7,20}$', maxLength: 20 }),
  province: Text(30),
  city: Text(30),
  county: Text(30),
  address: Text(200),
})

export const trackCommands = {
  recordTracks: {
    doc: 'Keeps what a carrier told of a parcel; what is known already changes nothing.',
    who: 'system',
    secret: true,
    input: Tracked,
    output: Obj({ fresh: Type.Integer({ minimum: 0 }) }),
  },
} as const

export const trackQueries = {
  tracks: {
    doc: 'All that is known of a parcel, newest first.',
    who: 'system',
    secret: true,
    input: Obj(parcel),
    output: Obj({ items: Type.Array(Track) }),
  },
} as const

export const trackEvents = {
  tracked: {
    version: 1,
    doc: 'A carrier told something new of a parcel; `latest` is what happened to it last, state included.',
    payload: Obj({
      ...parcel,
      state: TrackWord,
      latest: Obj({ at: Time, place: Text(60, 0) }),
      /** Missing where no parcel of ours has that number. */
      parcelId: Type.Optional(Id('pcl')),
    }),
  },
} as const

export const roadEffects = {
  geocode: {
    doc: 'Finds an address on the map.',
    who: 'system',
    secret: true,
    input: Obj({ address: Text(300), city: Type.Optional(Text(30)) }),
    output: Obj({
      word: Word,
      code: Code,
      place: Type.Optional(
        Obj({ lng: Degrees(180), lat: Degrees(90), precision: OneOf('point', 'street', 'area') }),
      ),
    }),
  },
  distances: {
    doc: 'How far it is by road from one place to others, in their order; null where no road leads.',
    who: 'system',
    input: Obj({ from: Place, to: Type.Array(Place, { minItems: 1, maxItems: 25 }) }),
    output: Obj({
      word: Word,
      code: Code,
      /** Guessed from the straight line, where no map answered; seconds are then null. */
      isEstimate: Type.Boolean(),
      legs: Type.Array(
        Nullable(
          Obj({
            metres: Type.Integer({ minimum: 0 }),
            seconds: Nullable(Type.Integer({ minimum: 0 })),
          }),
        ),
      ),
    }),
  },
  createWaybill: {
    doc: 'Asks a carrier for a tracking number; our parcel number is the idempotency key.',
    who: 'system',
    secret: true,
    input: Obj({
      parcelNo: ParcelNo,
      carrier: CarrierName,
      sender: Party,
      receiver: Party,
      goods: Type.Array(Obj({ name: Text(60), count: Type.Integer({ minimum: 1, maximum: 9_999 }) }), {
        minItems: 1,
        maxItems: 50,
      }),
      grams: Grams,
      remark: Text(100, 0),
    }),
    output: Obj({
      word: Word,
      code: Code,
      waybill: Type.Optional(Issued),
    }),
  },
  cancelWaybill: {
    doc: 'Calls a parcel off before it is picked up.',
    who: 'system',
    input: Obj({ parcelNo: ParcelNo, ...parcel, reason: Text(60) }),
    output: Obj({ word: Word, code: Code }),
  },
  subscribeTracks: {
    doc: 'Asks to be told of whatever happens to a parcel.',
    who: 'system',
    secret: true,
    input: Obj({ ...parcel, phoneTail: PhoneTail }),
    output: Obj({ word: Word, code: Code }),
  },
  queryTracks: {
    doc: 'Asks where a parcel is; what is told goes into recordTracks.',
    who: 'system',
    secret: true,
    input: Obj({ ...parcel, phoneTail: PhoneTail }),
    output: Obj({ word: Word, code: Code, parcel: Type.Optional(Tracked) }),
  },
  verifyPush: {
    doc: 'Believes what a carrier pushed, or not.',
    who: 'system',
    secret: true,
    input: Obj({
      provider: OneOf('kuaidi100', 'sf-express'),
      bodyBase64: Type.String({ maxLength: 400_000 }),
    }),
    output: Obj({
      word: OneOf('ok', 'bad', 'unknown', 'absent'),
      code: Code,
      /** Each with the key of its fact: the same told again is a replay. */
      parcels: Type.Array(Obj({ key: Type.String({ maxLength: 100 }), parcel: Tracked })),
    }),
  },
} as const
