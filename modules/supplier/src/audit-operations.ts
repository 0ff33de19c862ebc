/**
 * What an auditor asks of suppliers' money: everything that moved, by id, and balances against what made
 * them.
 */
import { Fen, Id, Nullable, Obj, OneOf, Time, Type } from '@tiantou/kernel'
import { SignedFen, SupplierId } from './shapes.ts'

const limit = Type.Integer({ minimum: 1, maximum: 500 })

export const auditQueries = {
  linesMoved: {
    doc: 'Lines that moved money, by id.',
    who: 'system',
    input: Obj({ after: Type.Optional(Id('lin')), limit }),
    output: Obj({
      items: Type.Array(
        Obj({
          lineId: Id('lin'),
          kind: OneOf('sale', 'refund', 'deduction', 'carried', 'share', 'share_failed', 'share_back'),
          commissionFen: SignedFen,
          netFen: SignedFen,
          at: Time,
        }),
      ),
    }),
  },
  statementsEnded: {
    doc: 'Statements by id, with when they were paid or netted.',
    who: 'system',
    input: Obj({ after: Type.Optional(Id('stm')), limit }),
    output: Obj({
      items: Type.Array(
        Obj({ statementId: Id('stm'), totalFen: SignedFen, carriedFen: SignedFen, endedAt: Nullable(Time) }),
      ),
    }),
  },
  withdrawalsMade: {
    doc: 'Withdrawals by id, with how and when they ended.',
    who: 'system',
    input: Obj({ after: Type.Optional(Id('wdr')), limit }),
    output: Obj({
      items: Type.Array(
        Obj({
          withdrawalId: Id('wdr'),
          amountFen: Fen,
          at: Time,
          end: Nullable(OneOf('succeeded', 'returned')),
          endedAt: Nullable(Time),
        }),
      ),
    }),
  },
  sharesMade: {
    doc: 'Shares by id, with when they arrived.',
    who: 'system',
    input: Obj({ after: Type.Optional(Id('shr')), limit }),
    output: Obj({
      items: Type.Array(Obj({ shareId: Id('shr'), amountFen: Fen, paidAt: Nullable(Time) })),
    }),
  },
  balances: {
    doc: 'What may be withdrawn and what is held, as it stands and as what happened makes it.',
    who: 'system',
    input: Obj({ after: Type.Optional(SupplierId), limit }),
    output: Obj({
      items: Type.Array(
        Obj({
          supplierId: SupplierId,
          withdrawableFen: SignedFen,
          heldFen: SignedFen,
          madeWithdrawableFen: SignedFen,
          madeHeldFen: SignedFen,
          /** When money of it last moved. */
          movedAt: Time,
        }),
      ),
    }),
  },
} as const
