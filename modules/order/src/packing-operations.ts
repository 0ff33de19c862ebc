/**
 * What module order offers to those who pack: what was agreed, what was packed, and for which lines money
 * goes back. Spread into the contract.
 */
import { Fen, Grams, Id, Nothing, Nullable, Obj, Pieces, StorageClass, Time, Type } from '@tiantou/kernel'
import { Arrival, FulfilmentAxis, OrderLine, Receiver, Road } from './shapes.ts'

export const OrderRef = Obj({ orderId: Id('ord') })
export const no_such_order = { status: 404, doc: 'Not an order of the caller.' }
export const wrong_state = {
  status: 409,
  doc: 'The order is not in a state that allows this.',
  data: Obj({ state: Type.String(), payment: Type.String(), fulfilment: Type.String() }),
}

/** A line with who sold it (null: the platform) and its fen. */
export const SoldLine = Obj({ skuId: Id('sku'), supplierId: Nullable(Id('sup')), fen: Fen })

export const packingCommands = {
  markPacked: {
    doc: 'Everything is weighed and packed: from now on nobody calls the order off.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      lines: Type.Array(
        Obj({ skuId: Id('sku'), pieces: Type.Integer({ minimum: 0 }), weighedG: Nullable(Grams) }),
      ),
    }),
    output: Nothing,
    refusals: { no_such_order, wrong_state },
  },
  callOffShort: {
    doc: 'Nothing of the order is to be had: it is off, and its money goes back.',
    who: 'system',
    input: OrderRef,
    output: Nothing,
    refusals: { no_such_order, wrong_state },
  },
  callOffRecalled: {
    doc: 'What was packed must not leave and was taken apart: the order is off, all its money goes back.',
    who: 'system',
    input: OrderRef,
    output: Nothing,
    refusals: { no_such_order, wrong_state },
  },
  placeResend: {
    doc: 'Pieces of a line are sent again for no money: an order of its own, that counts as paid.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), ofOrderId: Id('ord'), skuId: Id('sku'), pieces: Pieces }),
    output: Obj({ orderNo: Type.String() }),
    refusals: {
      no_such_order,
      no_such_line: { status: 404, doc: 'The order holds nothing of that SKU.' },
    },
  },
  recordReturn: {
    doc: 'Says for which lines the money of one refund goes back; said once for each key.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      bizKey: Type.String({ minLength: 1, maxLength: 80 }),
      /** What of the order’s money went back before. */
      beforeFen: Fen,
      lines: Type.Array(
        /** `houseFen` of it the platform bears, and not who sold the line; none where it is missing. */
        Obj({ skuId: Id('sku'), fen: Fen, houseFen: Type.Optional(Fen) }),
        { maxItems: 100 },
      ),
      /** What of it is freight. */
      freightFen: Type.Optional(Fen),
    }),
    output: Nothing,
    refusals: { no_such_order },
  },
} as const

export const packingQueries = {
  returned: {
    doc: 'Of each line what goes back when a part of the order’s money does and some went before.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), beforeFen: Fen, refundFen: Fen }),
    output: Obj({
      placedAt: Time,
      /** `sellerFen` of it who sold the line bears; the rest the platform. */
      goods: Type.Array(Obj({ ...SoldLine.properties, sellerFen: Fen })),
      freightFen: Fen,
    }),
    refusals: { no_such_order },
  },
  claimable: {
    doc: 'What of each line came, and what is left of its money; of one shopper’s order if one is named.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      userId: Type.Optional(Id('usr')),
      /** What of the order’s money went back so far. */
      beforeFen: Fen,
    }),
    output: Obj({
      orderNo: Type.String(),
      userId: Id('usr'),
      fulfilment: FulfilmentAxis,
      shippedAt: Nullable(Time),
      deliveredAt: Nullable(Time),
      lines: Type.Array(
        Obj({
          skuId: Id('sku'),
          supplierId: Nullable(Id('sup')),
          title: Type.String(),
          spec: Type.String(),
          image: Type.String(),
          pieces: Type.Integer(),
          grams: Grams,
          leftFen: Fen,
          /** Refunds that named the line, by their keys. */
          backs: Type.Array(Obj({ bizKey: Type.String(), fen: Fen })),
          claimWindowHours: Type.Integer(),
        }),
      ),
    }),
    refusals: { no_such_order },
  },
  kept: {
    doc: 'What is left of each line and of the freight after so much of an order’s money went back.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), goneFen: Fen }),
    output: Obj({
      userId: Id('usr'),
      orderNo: Type.String(),
      isCompleted: Type.Boolean(),
      goods: Type.Array(
        Obj({
          skuId: Id('sku'),
          title: Type.String(),
          spec: Type.String(),
          storageClass: StorageClass,
          quantity: Pieces,
          fen: Fen,
        }),
      ),
      freightFen: Fen,
    }),
    refusals: { no_such_order },
  },
  receiver: {
    doc: 'Whom an order goes to, for the carrier.',
    who: 'system',
    secret: true,
    input: OrderRef,
    output: Receiver,
    refusals: { no_such_order },
  },
  toPack: {
    doc: 'What the packers must know of an order, and when it is to arrive.',
    who: 'system',
    input: OrderRef,
    output: Obj({
      orderNo: Type.String(),
      userId: Id('usr'),
      paidAt: Time,
      /** Whether it is to be packed at all: paid, open, and nothing has left. */
      mayPack: Type.Boolean(),
      isOff: Type.Boolean(),
      arrival: Nullable(Arrival),
      road: Nullable(Road),
      /** The order whose goods it sends again, for no money. */
      resends: Nullable(Id('ord')),
      lines: Type.Array(OrderLine),
    }),
    refusals: { no_such_order },
  },
} as const

export const packingEvents = {
  packed: {
    doc: 'The order is weighed and packed.',
    version: 1,
    payload: Obj({ orderId: Id('ord'), userId: Id('usr') }),
  },
  resend_placed: {
    doc: 'Goods of an order are to be sent again for no money; their stock is sold already.',
    version: 1,
    payload: Obj({ orderId: Id('ord'), userId: Id('usr'), ofOrderId: Id('ord') }),
  },
} as const
