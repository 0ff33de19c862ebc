/**
 * What module logistics needs of others: maps that find addresses and measure roads, and carriers that take
 * parcels and tell where they are. Adapters fill them; effects call them, never commands. Coordinates are
 * GCJ-02, the only datum that maps in China may show; never mix them with WGS-84 of a phone's own GPS.
 */

/**
 * The value; a definite no with one of our codes, the provider's own in the message; or `unknown`: time-out,
 * trouble of the provider, quota used up. After `unknown` one asks again later, with the same numbers.
 */
export type RoadAnswer<T, Code extends string> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: Code; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

/** GCJ-02, degrees. */
export interface Point {
  readonly lng: number
  readonly lat: number
}

/**
 * How far a found point can be believed: `point` is a door, a building or a named place, `street` a road or
 * village, `area` a town, county or city, whose middle is no address.
 */
export type Precision = 'point' | 'street' | 'area'

/** One way by road, as it is driven. */
export interface Leg {
  readonly metres: number
  readonly seconds: number
}

/**
 * `no_result`: no such address, or no road. `bad_input`: the question itself is wrong. `not_authorised`: key,
 * signature, address of the server or right to the service; an operator has to mend it.
 */
export type MapsCode = 'no_result' | 'bad_input' | 'not_authorised'

export interface Maps {
  readonly name: 'tencent-map' | 'amap'
  /** @param address in full, province first; `city` narrows where the name of a street stands in many */
  geocode(asked: {
    readonly address: string
    readonly city?: string
  }): Promise<RoadAnswer<Point & { readonly precision: Precision }, MapsCode>>
  /**
   * Driving from one place to each of up to 25 others, in their order; null where no road leads there. One
   * place that cannot be reached does not spoil the others.
   */
  distances(asked: {
    readonly from: Point
    readonly to: readonly Point[]
  }): Promise<RoadAnswer<readonly (Leg | null)[], MapsCode>>
}

/** Where a parcel is. `returned`: on its way back, or back. `problem`: a person has to look. */
export const trackStates = [
  'accepted',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'returned',
  'problem',
] as const
export type TrackState = (typeof trackStates)[number]

/** One thing that happened to a parcel. The text may name a courier and his phone. */
export interface Track {
  /** Milliseconds UTC. */
  readonly at: number
  readonly state: TrackState
  readonly text: string
  /** A city or depot; empty where the carrier names none. */
  readonly place: string
}

export interface Party {
  readonly name: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly county: string
  /** Street and door, without the regions above. */
  readonly address: string
}

export interface NewParcel {
  /** Our own number, ≤ 32 letters, digits, `_` or `-`: the idempotency key. */
  readonly parcelNo: string
  /** Who carries it, in the codes of 快递100: `shunfeng`, `zhongtong`, `jd` … */
  readonly carrier: string
  readonly sender: Party
  readonly receiver: Party
  readonly goods: readonly { readonly name: string; readonly count: number }[]
  readonly grams: number
  /** Printed for the courier; may be empty. */
  readonly remark: string
}

/** What the carrier gave, and what its label has to show. */
export interface Waybill {
  readonly trackingNo: string
  /** 大头笔 or 目的地代码, in big letters on the label; empty where the carrier prints its own label. */
  readonly destinationCode: string
  /** The printed label as the provider drew it; empty where it drew none. */
  readonly labelUrl: string
}

/** What a carrier knows of one parcel, oldest first. */
export interface TrackedParcel {
  readonly trackingNo: string
  readonly carrier: string
  readonly tracks: readonly Track[]
}

/**
 * `no_such_parcel`: the carrier does not know it, or not yet. `already_gone`: it cannot be called off any
 * more. `not_offered`: this carrier or this service is not open to us. `quota`: the paid calls are used up.
 */
export type CarrierCode =
  'no_such_parcel' | 'already_gone' | 'bad_input' | 'not_authorised' | 'not_offered' | 'quota'

export type CarrierAnswer<T> = RoadAnswer<T, CarrierCode>

export interface ParcelRef {
  readonly trackingNo: string
  readonly carrier: string
  /** The last four digits of either party's phone; some carriers want them. */
  readonly phoneTail: string
}

/**
 * A push that holds; one that does not, with why; or `unknown`: it could not be checked now and must come
 * again.
 */
export type VerifiedPush =
  | { readonly kind: 'ok'; readonly parcels: readonly TrackedParcel[] }
  | { readonly kind: 'bad'; readonly code: string }
  | { readonly kind: 'unknown'; readonly message: string }

export interface Carrier {
  readonly name: 'kuaidi100' | 'sf-express'
  /** The same parcel number again is the same waybill. After `unknown` nothing else may be done than that. */
  createWaybill(parcel: NewParcel): Promise<CarrierAnswer<Waybill>>
  /** Calls a parcel off before it is picked up; one that was called off is called off. */
  cancelWaybill(asked: {
    readonly parcelNo: string
    readonly trackingNo: string
    readonly carrier: string
    readonly reason: string
  }): Promise<CarrierAnswer<null>>
  /** Asks to be told of whatever happens; a second time is the same. */
  subscribe(parcel: ParcelRef): Promise<CarrierAnswer<null>>
  queryTracks(parcel: ParcelRef): Promise<CarrierAnswer<TrackedParcel>>
  /** Believes a push or not, over its untouched bytes. Never throws. */
  verifyPush(push: { readonly body: Buffer }): Promise<VerifiedPush>
}

export interface LogisticsPorts {
  /** Each may be missing. */
  readonly 'tencent-map': Maps | undefined
  readonly amap: Maps | undefined
  readonly kuaidi100: Carrier | undefined
  readonly 'sf-express': Carrier | undefined
}
