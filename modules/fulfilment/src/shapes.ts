/** Shapes of packing as they go over the wire. */
import { Fen, Grams, Id, Nullable, Obj, OneOf, Pieces, StorageClass, Text, Time, Type } from '@tiantou/kernel'

export const TaskState = OneOf(
  'waiting',
  'allocated',
  'picking',
  'on_hold',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
)
export const LineState = OneOf('waiting', 'allocated', 'weighed', 'packed', 'dropped', 'cancelled')
export const ShortageState = OneOf(
  'open',
  'asked',
  'accepted',
  'declined',
  'timed_out',
  'substituted',
  'refunded',
)
export const ParcelState = OneOf('packed', 'shipped', 'delivered', 'returned', 'unpacked')
export const IfShort = OneOf('similar', 'refund', 'ask')
/** A store's short name, as module inventory has it. */
export const LocationCode = Type.String({ pattern: '^[a-z][a-z0-9-]{0,19}$' })
export const LineNo = Type.Integer({ minimum: 1, maximum: 200 })
/** Pieces of a line, where none is possible. */
export const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 })

/** What packing must know of a SKU. */
const sold = {
  skuId: Id('sku'),
  productId: Id('prd'),
  title: Text(60),
  spec: Text(40),
  priceMode: OneOf('piece', 'weight'),
  storageClass: StorageClass,
  nominalG: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  toleranceMinusG: Grams,
  tolerancePlusG: Grams,
  /** Per piece, or per kilogram where the price is by weight. */
  priceFen: Fen,
  /** What one piece costs, exact or estimated at its nominal weight. */
  pieceFen: Fen,
  shelfLifeDays: Type.Integer({ minimum: 0, maximum: 3_660 }),
}

/** A line as bought. */
export const BoughtLine = Obj({ ...sold, pieces: Pieces, paidFen: Fen, ifShort: IfShort })

/** What is offered instead of something that is not to be had. */
export const Offer = Obj(sold)

/** How an order is to arrive, as it was promised. */
export const Arrival = Obj({
  mode: OneOf('carrier', 'fleet', 'pickup'),
  route: Text(40, 0),
  packBy: Time,
  from: Time,
  to: Time,
})

/** Pieces of one lot in one place, and how many of them are weighed. */
export const Part = Obj({
  lotId: Id('lot'),
  lotNo: Type.String(),
  location: LocationCode,
  useBy: Time,
  pieces: Type.Integer(),
  gotPieces: Type.Integer(),
  gotGrams: Type.Integer(),
})

/** What one hand put on one scale. */
export const Weighing = Obj({
  weighingId: Id('wgh'),
  lotNo: Type.String(),
  pieces: Type.Integer(),
  grams: Nullable(Type.Integer()),
  scale: Nullable(Type.String()),
  at: Time,
})

export const PackLine = Obj({
  no: LineNo,
  /** The line whose missing pieces it takes the place of. */
  insteadOf: Nullable(LineNo),
  state: LineState,
  skuId: Id('sku'),
  title: Type.String(),
  spec: Type.String(),
  storageClass: StorageClass,
  pieces: Type.Integer(),
  shortPieces: Type.Integer(),
  /** Whether it goes over a scale. */
  weigh: Type.Boolean(),
  nominalGrams: Type.Integer(),
  leastGrams: Type.Integer(),
  mostGrams: Type.Integer(),
  gotPieces: Type.Integer(),
  gotGrams: Type.Integer(),
  /** What comes back of it as it stands. */
  backFen: Fen,
  parts: Type.Array(Part),
  weighings: Type.Array(Weighing),
})

export const Shortage = Obj({
  shortageId: Id('sho'),
  lineNo: LineNo,
  title: Type.String(),
  pieces: Type.Integer(),
  state: ShortageState,
  offer: Nullable(Obj({ title: Type.String(), spec: Type.String(), pieceFen: Fen })),
  answerBy: Nullable(Time),
})

export const Parcel = Obj({
  parcelId: Id('pcl'),
  no: Type.Integer(),
  state: ParcelState,
  storageClass: StorageClass,
  goodsGrams: Type.Integer(),
  coolantGrams: Type.Integer(),
  packagingGrams: Type.Integer(),
  carrier: Nullable(Type.String()),
  trackingNo: Nullable(Type.String()),
  packedAt: Time,
  shippedAt: Nullable(Time),
  deliveredAt: Nullable(Time),
})

/** An order at the packing station. */
export const Task = Obj({
  orderId: Id('ord'),
  orderNo: Type.String(),
  state: TaskState,
  mode: OneOf('carrier', 'fleet', 'pickup'),
  route: Type.String(),
  packBy: Time,
  arriveFrom: Time,
  arriveTo: Time,
  waveId: Nullable(Id('wav')),
  lines: Type.Array(PackLine),
  shortages: Type.Array(Shortage),
  parcels: Type.Array(Parcel),
})
