/**
 * Telling a channel that what was paid through it has been shipped: WeChat settles no payment made in a mini
 * program before it knows (发货信息管理). It hears of it again and again, and a person where it says no.
 */
import { Id, Nothing, Obj, OneOf, PageInput, PageOf, Text, Time, Type } from '@tiantou/kernel'

export const ShipmentState = OneOf('waiting', 'told', 'needless', 'stuck')
const PaymentRef = Obj({ paymentId: Id('pay') })
/** `needless`: the payment was not made in a mini program, and WeChat does not ask for it. */
const Word = OneOf('told', 'needless', 'not_yet', 'refused', 'unknown')

export const shipmentCommands = {
  noteShipment: {
    doc: 'Notes that the goods of a payment were shipped, for the channel to be told where it wants to know.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), carrier: Text(30), trackingNo: Text(40) }),
    output: Nothing,
  },
  recordShipment: {
    doc: 'What the channel said to it; a no, or silence for too long, is stuck.',
    who: 'system',
    input: Obj({ paymentId: Id('pay'), word: Word, code: Type.Optional(Text(40)) }),
    output: Obj({ state: ShipmentState }),
  },
  retryShipment: {
    doc: 'Tells the channel again what it would not hear.',
    who: { permission: 'payment.refund' },
    route: { method: 'POST', path: '/staff/payments/:paymentId/shipment/retry' },
    input: PaymentRef,
    output: Nothing,
    refusals: { not_stuck: { status: 409, doc: 'Nothing of this payment is stuck.' } },
  },
} as const

export const shipmentQueries = {
  dueShipments: {
    doc: 'Shipments that a channel is to be told of now.',
    who: 'system',
    input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
    output: Obj({ items: Type.Array(Obj({ paymentId: Id('pay'), asks: Type.Integer() })) }),
  },
  stuckShipments: {
    doc: 'Shipments that WeChat would not hear of, newest first: their money is not settled.',
    who: { permission: 'payment.read' },
    route: { method: 'GET', path: '/staff/payments/stuck-shipments' },
    input: Obj(PageInput),
    output: PageOf(
      Obj({
        paymentId: Id('pay'),
        carrier: Type.String(),
        trackingNo: Type.String(),
        code: Type.String(),
        shippedAt: Time,
      }),
    ),
  },
} as const

export const shipmentEffects = {
  tellShipment: {
    doc: 'Tells WeChat that the goods of a payment were shipped.',
    who: 'system',
    input: PaymentRef,
    output: Obj({ word: Word, code: Type.Optional(Text(40)) }),
  },
} as const

export const shipmentEvents = {
  shipment_stuck: {
    doc: 'WeChat does not hear that goods were shipped, and keeps the money; a person must look.',
    version: 1,
    payload: Obj({ paymentId: Id('pay'), code: Type.String() }),
  },
} as const
