/** What an auditor asks of payments: everything that moved, by id. */
import { Fen, Id, Nullable, Obj, Time, Type } from '@tiantou/kernel'
import { RefundReason } from './shapes.ts'
import { tradeQueries } from './trade-operations.ts'

const limit = Type.Integer({ minimum: 1, maximum: 500 })

export const auditQueries = {
  ...tradeQueries,
  taken: {
    doc: 'Payments whose money came, by id, for an auditor.',
    who: 'system',
    input: Obj({ after: Type.Optional(Id('pay')), limit }),
    output: Obj({ items: Type.Array(Obj({ paymentId: Id('pay'), amountFen: Fen, paidAt: Time })) }),
  },
  refunds: {
    doc: 'Refunds by id, for an auditor; those of stray money with the attempt that it came by.',
    who: 'system',
    input: Obj({ after: Type.Optional(Id('rfd')), limit }),
    output: Obj({
      items: Type.Array(
        Obj({
          refundId: Id('rfd'),
          attemptId: Id('att'),
          refundFen: Fen,
          reason: RefundReason,
          requestedAt: Time,
          finishedAt: Nullable(Time),
          byHand: Type.Boolean(),
          /** When the channel gave the money to us instead of the shopper; null where it did not. */
          cameBackAt: Nullable(Time),
        }),
      ),
    }),
  },
} as const
