/**
 * What the checkout flow and its preview offer on the wire. Declared apart from the code so that clients can
 * read it.
 */
import {
  declareFlow,
  declarePage,
  Fen,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  passOn,
  Pieces,
  StorageClass,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { Inventory } from '@tiantou/inventory/contract'
import { DeliveryPromise, Logistics, SlotProblem } from '@tiantou/logistics/contract'
import { Order, Quote, QuoteLines, Receiver } from '@tiantou/order/contract'
import { Channel, Payment, Scene, Ticket } from '@tiantou/payment/contract'

const sku_off_sale = {
  status: 409,
  doc: 'A SKU does not exist or is not on sale.',
  data: Obj({ skuId: Id('sku') }),
}
const over_limit = {
  status: 422,
  doc: 'More than one order may hold.',
  data: Obj({ skuId: Id('sku'), max: Pieces }),
}
const below_least = {
  status: 422,
  doc: 'Less than an order must take.',
  data: Obj({ skuId: Id('sku'), least: Pieces }),
}
const off_step = {
  status: 422,
  doc: 'The SKU is sold in steps from its least on; `would` is the nearest quantity below.',
  data: Obj({ skuId: Id('sku'), step: Pieces, would: Pieces }),
}

const wechat_needed = {
  status: 409,
  doc: 'Paying inside WeChat takes a WeChat identity of the caller: link one, then pay again.',
}

const storageClasses = Obj({ storageClasses: Type.Array(StorageClass) })
const no_delivery = {
  status: 422,
  doc: 'Goods of these storage classes are not delivered to the address.',
  data: storageClasses,
}
const travels_alone = {
  status: 422,
  doc: 'Goods of these storage classes may not stand in one order with others.',
  data: storageClasses,
}

/**
 * POST /checkout: one order out of lines and an address, all or nothing; the payment is started when `pay` is
 * given.
 */
export const Checkout = declareFlow('checkout', {
  doc: 'Places an order, holds stock, opens the payment in one commit; then starts the payment if asked.',
  who: 'user',
  route: { method: 'POST', path: '/checkout' },
  input: Obj({
    lines: QuoteLines,
    addressId: Id('adr'),
    /** When it shall come, or be fetched; missing: with a carrier. Its fee is part of the freight. */
    slotId: Type.Optional(Id('slt')),
    expectedTotalFen: Fen,
    note: Text(200, 0),
    pay: Type.Optional(Obj({ channel: Channel, scene: Scene })),
  }),
  output: Obj({
    orderId: Id('ord'),
    orderNo: Type.String(),
    paymentId: Id('pay'),
    totalFen: Fen,
    payBy: Time,
    /** How the start of the payment went; null when it was not asked for. */
    pay: Nullable(Obj({ state: OneOf('started', 'declined', 'channel_away'), ticket: Nullable(Ticket) })),
  }),
  refusals: {
    ...passOn(
      Inventory.commands.reserve,
      Order.commands.place,
      Logistics.queries.chosen,
      Logistics.commands.bookSlot,
    ),
    sku_off_sale,
    over_limit,
    below_least,
    off_step,
    no_delivery,
    travels_alone,
    no_such_address: { status: 404, doc: 'Not an address of the caller.' },
    wechat_needed,
    duplicate_line: { status: 422, doc: 'A SKU stands twice in the lines.', data: Obj({ skuId: Id('sku') }) },
  },
})

/** POST /checkout/preview: what checkout would write, and what stands in its way. Changes nothing. */
export const CheckoutPreview = declarePage('checkout-preview', {
  doc: 'Lines priced, freight and total; what is missing or sold out is named line by line.',
  who: 'user',
  route: { method: 'POST', path: '/checkout/preview' },
  input: Obj({
    lines: QuoteLines,
    addressId: Type.Optional(Id('adr')),
    slotId: Type.Optional(Id('slt')),
  }),
  output: Obj({
    quote: Quote,
    address: Nullable(Obj({ addressId: Id('adr'), ...Receiver.properties })),
    /** When it can come to that address; null where none is known. */
    promise: Nullable(DeliveryPromise),
    /** What keeps the order from the slot that was asked for; its fee then counts for nothing. */
    slotProblem: Nullable(SlotProblem),
    problems: Type.Array(
      Obj({
        skuId: Id('sku'),
        code: OneOf(
          'sku_off_sale',
          'over_limit',
          'out_of_stock',
          'below_least',
          'off_step',
          'no_delivery',
          'travels_alone',
        ),
        /** The nearest quantity that could be bought; 0 where none can. */
        left: Type.Integer(),
      }),
    ),
  }),
})

/** GET /pay-ways: what the cashier offers. */
export const PayWays = declareFlow('pay-ways', {
  doc: 'The channels that take payments here, and the scenes in which each can be met.',
  who: 'anyone',
  route: { method: 'GET', path: '/pay-ways' },
  input: Nothing,
  output: Obj({ channels: Type.Array(Obj({ channel: Channel, scenes: Type.Array(Scene) })) }),
})

/** POST /payments/:paymentId/attempts: opens (or opens again) the channel's cashier. */
export const Pay = declareFlow('pay', {
  doc: 'Asks a channel to take the money and answers what the front end needs to open its cashier.',
  who: 'user',
  route: { method: 'POST', path: '/payments/:paymentId/attempts' },
  input: Obj({ paymentId: Id('pay'), channel: Channel, scene: Scene }),
  output: Obj({ ticket: Ticket }),
  refusals: { ...passOn(Payment.commands.beginAttempt, Payment.commands.recordStart), wechat_needed },
})
