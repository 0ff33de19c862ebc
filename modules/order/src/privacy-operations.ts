/**
 * What module order gives a shopper who wants a copy of his data or its end. The part of the contract that
 * contract.ts takes in. Pure.
 */
import { Fen, Id, Nothing, Nullable, Obj, Time, Type } from '@tiantou/kernel'

const UserRef = Obj({ userId: Id('usr') })

export const privacyCommands = {
  eraseUser: {
    doc: 'Masks receiver and note of a shopper’s finished orders, and sets when the rest is forgotten.',
    who: 'system',
    input: UserRef,
    output: Nothing,
  },
  forgetExpired: {
    doc: 'Deletes orders of erased shoppers whose time in the records is over.',
    who: 'system',
    input: Nothing,
    output: Obj({ orders: Type.Integer() }),
  },
} as const

export const privacyQueries = {
  underWay: {
    doc: 'Orders of one shopper that goods or money are still to come of: an erasure waits for them.',
    who: 'system',
    input: UserRef,
    output: Obj({ orders: Type.Array(Obj({ orderId: Id('ord'), orderNo: Type.String() })) }),
  },
  ofUser: {
    doc: 'All orders of one shopper, whole, for the shopper.',
    who: 'system',
    input: UserRef,
    output: Obj({
      orders: Type.Array(
        Obj({
          orderId: Id('ord'),
          orderNo: Type.String(),
          state: Type.String(),
          payment: Type.String(),
          fulfilment: Type.String(),
          itemsFen: Fen,
          freightFen: Fen,
          totalFen: Fen,
          receiver: Obj({
            name: Type.String(),
            phone: Type.String(),
            province: Type.String(),
            city: Type.String(),
            county: Type.String(),
            detail: Type.String(),
          }),
          note: Type.String(),
          placedAt: Time,
          paidAt: Nullable(Time),
          shippedAt: Nullable(Time),
          deliveredAt: Nullable(Time),
          closedAt: Nullable(Time),
          cancelReason: Nullable(Type.String()),
          carrier: Nullable(Type.String()),
          trackingNo: Nullable(Type.String()),
          lines: Type.Array(
            Obj({ title: Type.String(), spec: Type.String(), quantity: Type.Integer(), amountFen: Fen }),
          ),
        }),
      ),
    }),
  },
} as const
