/** Shapes of orders as they go over the wire: lines as agreed, quotes, summaries, details. Pure. */
import { Fen, Grams, Id, Nullable, Obj, OneOf, Pieces, StorageClass, Text, Time, Type } from '@tiantou/kernel'

export const OrderState = OneOf('open', 'completed', 'cancelled')
export const PaymentAxis = OneOf('unpaid', 'paid', 'refunding', 'refunded')
export const FulfilmentAxis = OneOf('waiting', 'packed', 'shipped', 'delivered')

/**
 * What the shopper wants where a line cannot be packed: something like it, the money, or to be asked
 * (缺货换货/退差).
 */
export const IfShort = OneOf('similar', 'refund', 'ask')

/** A line as it was agreed; sold by weight its amount is an estimate, and the difference comes back. */
export const OrderLine = Obj({
  skuId: Id('sku'),
  productId: Id('prd'),
  productVersion: Type.Integer(),
  /** Who sells it; null is the platform. */
  supplierId: Nullable(Id('sup')),
  title: Text(60),
  spec: Text(40),
  image: Text(80),
  priceMode: OneOf('piece', 'weight'),
  storageClass: StorageClass,
  quantity: Pieces,
  nominalG: Type.Integer(),
  /** Per sell unit, or per kilogram where the price is by weight. */
  priceFen: Fen,
  perJinFen: Fen,
  pieceFen: Fen,
  amountFen: Fen,
  /** So much lighter or heavier a piece may be without anybody owing anything (允差). */
  toleranceMinusG: Grams,
  tolerancePlusG: Grams,
  shelfLifeDays: Type.Integer(),
  /** So long after delivery bad goods can be claimed. */
  claimWindowHours: Type.Integer(),
  ifShort: IfShort,
})

/** How an order is to arrive, as it was promised at the purchase. */
export const Arrival = Obj({
  /** With a carrier, with the house's own drivers, or fetched at a point. */
  mode: OneOf('carrier', 'fleet', 'pickup'),
  slotId: Nullable(Id('slt')),
  from: Time,
  to: Time,
  /** Until then it can be packed for that slot. */
  cutoffAt: Time,
  /** Drivers and pick lists go by it: the area's name. */
  route: Text(40),
  pickup: Nullable(Obj({ name: Text(40), address: Text(120), code: Text(8) })),
})

/** Where it goes, and what the freight of each parcel was reckoned by when it was bought. */
export const Road = Obj({
  regionCode: Type.String({ pattern: '^[1-9][0-9]{5}$', maxLength: 6 }),
  parcels: Type.Array(
    Obj({
      storageClass: StorageClass,
      freightFen: Fen,
      /** Grams or pieces: so many for the first price, and each step begun behind them. */
      by: OneOf('weight', 'piece'),
      first: Type.Integer({ minimum: 1 }),
      firstFen: Fen,
      step: Type.Integer({ minimum: 1 }),
      stepFen: Fen,
    }),
    { maxItems: 3 },
  ),
})

export const Receiver = Obj({
  name: Text(30),
  phone: Type.String({ maxLength: 20 }),
  province: Text(20),
  city: Text(30),
  county: Text(30),
  detail: Text(120),
})

/** What the shopper sees before buying; the order is placed only on exactly this total. */
export const Quote = Obj({
  lines: Type.Array(OrderLine),
  itemsFen: Fen,
  freightFen: Fen,
  /** What is still missing to free freight; 0 when it is free. */
  toFreeFreightFen: Fen,
  totalFen: Fen,
})

export const OrderHead = {
  orderId: Id('ord'),
  /** Digits, read aloud on the telephone. */
  orderNo: Type.String(),
  state: OrderState,
  payment: PaymentAxis,
  fulfilment: FulfilmentAxis,
  totalFen: Fen,
  placedAt: Time,
  payBy: Time,
  /** The order whose goods it sends again, for no money; null for what was bought. */
  resends: Nullable(Id('ord')),
  lines: Type.Array(OrderLine),
}

export const OrderSummary = Obj(OrderHead)

const Detail = {
  ...OrderHead,
  itemsFen: Fen,
  freightFen: Fen,
  receiver: Receiver,
  note: Type.String(),
  paidAt: Nullable(Time),
  shippedAt: Nullable(Time),
  deliveredAt: Nullable(Time),
  closedAt: Nullable(Time),
  cancelReason: Nullable(Type.String()),
  carrier: Nullable(Type.String()),
  trackingNo: Nullable(Type.String()),
  /** When it counts as received by itself; null before it is shipped. */
  confirmBy: Nullable(Time),
  arrival: Nullable(Arrival),
  /** What of each line was packed, and what of its money went back; null while it is not packed. */
  outcome: Type.Array(
    Obj({ skuId: Id('sku'), pieces: Nullable(Type.Integer()), weighedG: Nullable(Grams), backFen: Fen }),
  ),
  /** What of the freight came back because the parcels were lighter. */
  freightBackFen: Fen,
  /** When the shopper last asked where it stays. */
  remindedAt: Nullable(Time),
}

const Step = {
  at: Time,
  axis: OneOf('state', 'payment', 'fulfilment'),
  to: Type.String(),
  by: OneOf('user', 'staff', 'system'),
}

export const OrderDetail = Obj({
  ...Detail,
  /** What the caller can do now. */
  actions: Type.Array(OneOf('pay', 'cancel', 'remind', 'confirm', 'buy_again')),
  history: Type.Array(Obj(Step)),
})

/** As staff sees it: whose it is, phone and name masked, and who did what. */
export const StaffOrder = Obj({
  ...Detail,
  userId: Id('usr'),
  history: Type.Array(Obj({ ...Step, who: Type.String(), note: Type.String() })),
})

/** An order in the warehouse's list. */
export const WorkOrder = Obj({
  ...OrderHead,
  receiver: Receiver,
  carrier: Nullable(Type.String()),
  trackingNo: Nullable(Type.String()),
  remindedAt: Nullable(Time),
})
