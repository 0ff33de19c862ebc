/**
 * What module order offers: orders as the shopper agreed to them, on three separate axes — the deal (state),
 * the money (payment) and the goods (fulfilment). Prices, names and addresses are snapshots of the moment of
 * purchase.
 */
import {
  defineContract,
  Fen,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Pieces,
  Readable,
  StorageClass,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { privacyCommands, privacyQueries } from './privacy-operations.ts'

export const OrderState = OneOf('open', 'completed', 'cancelled')
export const PaymentAxis = OneOf('unpaid', 'paid', 'refunding', 'refunded')
export const FulfilmentAxis = OneOf('waiting', 'shipped', 'delivered')

/** A line as it was agreed; `estimated` when the goods are weighed and the difference comes back. */
export const OrderLine = Obj({
  skuId: Id('sku'),
  productId: Id('prd'),
  productVersion: Type.Integer(),
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

const OrderHead = {
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

export const OrderDetail = Obj({
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
  /** What the caller can do now. */
  actions: Type.Array(OneOf('pay', 'cancel', 'confirm', 'buy_again')),
  history: Type.Array(
    Obj({
      at: Time,
      axis: OneOf('state', 'payment', 'fulfilment'),
      to: Type.String(),
      by: OneOf('user', 'staff', 'system'),
    }),
  ),
})

const QuoteLines = Type.Array(Obj({ skuId: Id('sku'), quantity: Pieces }), { minItems: 1, maxItems: 100 })
export const CancelReason = OneOf('changed_mind', 'wrong_address', 'bought_wrong', 'timeout', 'other')
/** A page of orders ends at an order. */
const OrderPage = { limit: PageInput.limit, cursor: Type.Optional(Id('ord')) }
const OrderRef = Obj({ orderId: Id('ord') })
const no_such_order = { status: 404, doc: 'Not an order of the caller.' }
const wrong_state = {
  status: 409,
  doc: 'The order is not in a state that allows this.',
  data: Obj({ state: Type.String(), payment: Type.String(), fulfilment: Type.String() }),
}

export const Order = defineContract('order', {
  doc: 'Orders as agreed: deal, money and goods on separate axes.',
  permissions: { 'order.read': '查看订单', 'order.ship': '发货与送达' },
  partnerScopes: ['order.read', 'order.ship'],
  commands: {
    ...privacyCommands,
    place: {
      doc: 'Writes the order exactly as quoted; refuses when the total is not the one the shopper saw.',
      who: 'system',
      input: Obj({
        orderId: Id('ord'),
        userId: Id('usr'),
        receiver: Receiver,
        note: Text(200, 0),
        quote: Quote,
        expectedTotalFen: Fen,
      }),
      output: Obj({ orderNo: Type.String(), payBy: Time, totalFen: Fen }),
      refusals: {
        quote_changed: {
          status: 409,
          doc: 'Prices or freight changed since the shopper looked.',
          data: Obj({ quote: Quote }),
        },
      },
    },
    withdraw: {
      doc: 'Takes back an order whose checkout could not be finished; nothing to take back is fine.',
      who: 'system',
      input: OrderRef,
      output: Nothing,
    },
    cancel: {
      doc: 'The shopper cancels before anything is shipped; money already paid goes back.',
      who: 'user',
      route: { method: 'POST', path: '/orders/:orderId/cancel' },
      input: Obj({ orderId: Id('ord'), reason: CancelReason }),
      output: Nothing,
      refusals: { no_such_order, wrong_state },
    },
    timeOut: {
      doc: 'Cancels an order that was not paid in time; refuses before the deadline.',
      who: 'system',
      input: OrderRef,
      output: Nothing,
      refusals: {
        no_such_order,
        wrong_state,
        too_early: { status: 409, doc: 'The shopper still has time to pay.' },
      },
    },
    markPaid: {
      doc: 'The money is there.',
      who: 'system',
      input: Obj({ orderId: Id('ord'), paidAt: Time }),
      output: Nothing,
      refusals: { no_such_order, wrong_state },
    },
    markRefunded: {
      doc: 'The whole amount went back.',
      who: 'system',
      input: OrderRef,
      output: Nothing,
      refusals: { no_such_order, wrong_state },
    },
    ship: {
      doc: 'The parcel left.',
      who: { permission: 'order.ship' },
      route: { method: 'POST', path: '/staff/orders/:orderId/ship' },
      input: Obj({ orderId: Id('ord'), carrier: Readable(30), trackingNo: Readable(40) }),
      output: Nothing,
      refusals: { no_such_order, wrong_state },
    },
    deliver: {
      doc: 'The parcel arrived.',
      who: { permission: 'order.ship' },
      route: { method: 'POST', path: '/staff/orders/:orderId/deliver' },
      input: OrderRef,
      output: Nothing,
      refusals: { no_such_order, wrong_state },
    },
    confirm: {
      doc: 'The shopper has the goods: the order is completed.',
      who: 'user',
      route: { method: 'POST', path: '/orders/:orderId/confirm' },
      input: OrderRef,
      output: Nothing,
      refusals: { no_such_order, wrong_state },
    },
  },
  queries: {
    ...privacyQueries,
    get: {
      doc: 'One of the caller’s orders, whole.',
      who: 'user',
      route: { method: 'GET', path: '/orders/:orderId' },
      input: OrderRef,
      output: OrderDetail,
      refusals: { no_such_order },
    },
    list: {
      doc: 'The caller’s orders, newest first.',
      who: 'user',
      route: { method: 'GET', path: '/orders' },
      input: Obj({
        ...OrderPage,
        filter: Type.Optional(OneOf('all', 'to_pay', 'to_ship', 'to_receive', 'done')),
      }),
      output: PageOf(OrderSummary),
    },
    staffList: {
      doc: 'Orders for the warehouse, oldest first; phones masked.',
      who: { permission: 'order.read' },
      route: { method: 'GET', path: '/staff/orders' },
      input: Obj({ ...OrderPage, state: OneOf('paid', 'shipped', 'delivered') }),
      output: PageOf(
        Obj({
          ...OrderHead,
          receiver: Receiver,
          carrier: Nullable(Type.String()),
          trackingNo: Nullable(Type.String()),
        }),
      ),
    },
    quote: {
      doc: 'Totals of priced lines with their freight.',
      who: 'system',
      input: Obj({
        lines: Type.Array(OrderLine, { maxItems: 100 }),
        freightFen: Fen,
        toFreeFreightFen: Fen,
      }),
      output: Quote,
    },
    overdue: {
      doc: 'Ids of unpaid orders whose time to pay is over.',
      who: 'system',
      input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
      output: Obj({ orderIds: Type.Array(Id('ord')) }),
    },
  },
  events: {
    placed: {
      doc: 'A shopper placed an order.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), userId: Id('usr'), totalFen: Fen, skuIds: Type.Array(Id('sku')) }),
    },
    paid: {
      doc: 'The order is paid.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), userId: Id('usr'), totalFen: Fen }),
    },
    cancelled: {
      doc: 'The order is cancelled, by the shopper or by time.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), userId: Id('usr'), reason: CancelReason, wasPaid: Type.Boolean() }),
    },
    shipped: {
      doc: 'The parcel left.',
      version: 1,
      payload: Obj({
        orderId: Id('ord'),
        userId: Id('usr'),
        carrier: Type.String(),
        trackingNo: Type.String(),
      }),
    },
    delivered: {
      doc: 'The parcel arrived.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), userId: Id('usr') }),
    },
    completed: {
      doc: 'The shopper confirmed.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), userId: Id('usr') }),
    },
  },
})

export { QuoteLines }
