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
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Pieces,
  Readable,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import {
  no_such_order,
  OrderRef,
  packingCommands,
  packingEvents,
  packingQueries,
  SoldLine,
  wrong_state,
} from './packing-operations.ts'
import { privacyCommands, privacyQueries } from './privacy-operations.ts'
import {
  Arrival,
  IfShort,
  OrderDetail,
  OrderLine,
  OrderSummary,
  Quote,
  Receiver,
  Road,
  StaffOrder,
  WorkOrder,
} from './shapes.ts'

export { Arrival, IfShort, OrderLine, Quote, Receiver } from './shapes.ts'

const QuoteLines = Type.Array(Obj({ skuId: Id('sku'), quantity: Pieces, ifShort: Type.Optional(IfShort) }), {
  minItems: 1,
  maxItems: 100,
})
/** What a shopper may say, and besides that what the house says. */
const own = ['changed_mind', 'wrong_address', 'bought_wrong', 'other'] as const
const OwnReason = OneOf(...own)
const CancelReason = OneOf(...own, 'timeout', 'out_of_stock', 'recalled')
/** A page of orders ends at an order. */
const OrderPage = { limit: PageInput.limit, cursor: Type.Optional(Id('ord')) }
export const Order = defineContract('order', {
  doc: 'Orders as agreed: deal, money and goods on separate axes.',
  permissions: { 'order.read': '查看订单', 'order.ship': '发货与送达', 'order.recall': '召回已打包的订单' },
  partnerScopes: ['order.read', 'order.ship'],
  commands: {
    ...privacyCommands,
    ...packingCommands,
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
        arrival: Type.Optional(Arrival),
        road: Type.Optional(Road),
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
      input: Obj({ orderId: Id('ord'), reason: OwnReason }),
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
      refusals: {
        no_such_order,
        wrong_state,
        not_shipped: { status: 409, doc: 'Nothing of it has left yet, or that is still to be heard of.' },
      },
    },
    confirm: {
      doc: 'The shopper has the goods: the order is completed.',
      who: 'user',
      route: { method: 'POST', path: '/orders/:orderId/confirm' },
      input: OrderRef,
      output: Nothing,
      refusals: { no_such_order, wrong_state },
    },
    autoConfirm: {
      doc: 'Completes an order that nobody confirmed in time; refuses before that.',
      who: 'system',
      input: OrderRef,
      output: Nothing,
      refusals: {
        no_such_order,
        wrong_state,
        too_early: { status: 409, doc: 'The shopper still has time to look at the goods.' },
      },
    },
    remind: {
      doc: 'The shopper asks for a paid order to be shipped (催发货); the warehouse sees it.',
      who: 'user',
      route: { method: 'POST', path: '/orders/:orderId/remind' },
      input: OrderRef,
      output: Nothing,
      refusals: {
        no_such_order,
        wrong_state,
        too_soon: {
          status: 429,
          doc: 'The warehouse was reminded not long ago.',
          data: Obj({ retryAt: Time }),
        },
      },
    },
  },
  queries: {
    ...privacyQueries,
    ...packingQueries,
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
      output: PageOf(WorkOrder),
    },
    staffGet: {
      doc: 'One order whole, with who did what; name and phone masked.',
      who: { permission: 'order.read' },
      route: { method: 'GET', path: '/staff/orders/:orderId' },
      input: OrderRef,
      output: StaffOrder,
      refusals: { no_such_order: { status: 404, doc: 'No order of that id.' } },
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
    goods: {
      doc: 'What one order holds, in the order of its lines; nothing for an order that is none.',
      who: 'system',
      input: OrderRef,
      output: Obj({ items: Type.Array(Obj({ skuId: Id('sku'), productId: Id('prd'), quantity: Pieces })) }),
    },
    parts: {
      doc: 'What the money of an order is made of.',
      who: 'system',
      input: OrderRef,
      output: Obj({ placedAt: Time, goods: Type.Array(SoldLine), freightFen: Fen, totalFen: Fen }),
      refusals: { no_such_order },
    },
    overdue: {
      doc: 'Ids of unpaid orders whose time to pay is over.',
      who: 'system',
      input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
      output: Obj({ orderIds: Type.Array(Id('ord')) }),
    },
    unconfirmed: {
      doc: 'Ids of shipped orders that nobody confirmed in time.',
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
    ...packingEvents,
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
    reminded: {
      doc: 'The shopper asked for the order to be shipped.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), userId: Id('usr') }),
    },
    completed: {
      doc: 'The shopper confirmed, or time did.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), userId: Id('usr') }),
    },
  },
})

export { QuoteLines }
