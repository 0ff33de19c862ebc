/**
 * What module payment gives a shopper who wants a copy of his data or its end. The part of the contract that
 * contract.ts takes in. Pure.
 */
import { Fen, Id, Nothing, Nullable, Obj, Time, Type } from '@tiantou/kernel'

const UserRef = Obj({ userId: Id('usr') })

export const privacyCommands = {
  eraseUser: {
    doc: 'Forgets from where a shopper paid, and sets when the rest is forgotten. Open payments wait.',
    who: 'system',
    input: UserRef,
    output: Nothing,
  },
  forgetExpired: {
    doc: 'Deletes payments of erased shoppers whose time in the records is over.',
    who: 'system',
    input: Nothing,
    output: Obj({ payments: Type.Integer() }),
  },
} as const

export const privacyQueries = {
  ofUser: {
    doc: 'All payments of one shopper, for the shopper.',
    who: 'system',
    input: UserRef,
    output: Obj({
      payments: Type.Array(
        Obj({
          paymentId: Id('pay'),
          orderId: Id('ord'),
          amountFen: Fen,
          refundedFen: Fen,
          state: Type.String(),
          openedAt: Time,
          paidAt: Nullable(Time),
          attempts: Type.Array(
            Obj({
              channel: Type.String(),
              scene: Type.String(),
              state: Type.String(),
              beganAt: Time,
              /** From where; empty once it is forgotten. */
              clientIp: Type.String(),
              openId: Nullable(Type.String()),
              transactionId: Nullable(Type.String()),
            }),
          ),
        }),
      ),
    }),
  },
} as const
