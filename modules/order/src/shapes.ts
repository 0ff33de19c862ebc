/** Shapes of orders as they go over the wire: lines as agreed, quotes, summaries, details. Pure. */
import { Fen, Id, Nullable, Obj, OneOf, Pieces, StorageClass, Text, Time, Type } from '@tiantou/kernel'

export const OrderState = OneOf('open', 'completed', 'cancelled')
export const PaymentAxis = OneOf('unpaid', 'paid', 'refunding', 'refunded')
export const FulfilmentAxis = OneOf('waiting', 'shipped', 'delivered')

/** A line as it was agreed; `estimated` when the goods are weighed and the difference comes back. */
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
  perJinFen: Fen,
  pieceFen: Fen,
  amountFen: Fen,
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
