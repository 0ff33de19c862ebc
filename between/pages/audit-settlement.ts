/**
 * What must stand booked about suppliers' money: lines, statements, withdrawals; and whose balance is wrong.
 */
import { Ledger } from '@tiantou/ledger/contract'
import type { ReactionContext } from '@tiantou/platform'
import { Supplier } from '@tiantou/supplier/contract'
import { type Due, limited, UNDER_WAY_MS, walk } from './audit-walk.ts'

/** Kinds of journals that only suppliers' money makes. */
export const SETTLEMENT_KINDS = [
  'service_fee',
  'service_fee_returned',
  'deduction',
  'settled',
  'clawback',
  'clawback_repaid',
  'withdrawal',
  'withdrawal_paid',
  'withdrawal_failed',
  'share',
  'share_paid',
  'share_failed',
  'share_returned',
]

type Ask = ReactionContext['ask']
type Compare = (dues: readonly Due[]) => Promise<void>

/** A due where there is something to book. */
const some = (about: string, kind: string, fen: number, at: number): Due[] =>
  fen === 0 ? [] : [{ about, kind, fen: Math.abs(fen), at }]

const LINE_KINDS = {
  sale: 'service_fee',
  refund: 'service_fee_returned',
  deduction: 'deduction',
  share: 'share',
  share_failed: 'share_failed',
  share_back: 'share_returned',
} as const

/** Hands over every due of suppliers' money. */
export const compareSettlement = async (ask: Ask, compare: Compare): Promise<void> => {
  await walk(
    async (after) => (await ask(Supplier.queries.linesMoved, limited(after))).items,
    ({ lineId }) => lineId,
    (items) =>
      compare(
        items.flatMap(({ lineId, kind, commissionFen, netFen, at }) =>
          kind === 'carried'
            ? []
            : some(
                lineId,
                LINE_KINDS[kind],
                kind === 'sale' || kind === 'refund' ? commissionFen : netFen,
                at,
              ),
        ),
      ),
  )
  await walk(
    async (after) => (await ask(Supplier.queries.statementsEnded, limited(after))).items,
    ({ statementId }) => statementId,
    (items) =>
      compare(
        items.flatMap(({ statementId, totalFen, carriedFen, endedAt }) =>
          endedAt === null
            ? []
            : [
                ...some(statementId, totalFen > 0 ? 'settled' : 'clawback', totalFen, endedAt),
                ...some(statementId, 'clawback_repaid', carriedFen, endedAt),
              ],
        ),
      ),
  )
  await walk(
    async (after) => (await ask(Supplier.queries.sharesMade, limited(after))).items,
    ({ shareId }) => shareId,
    (items) =>
      compare(
        items.flatMap(({ shareId, amountFen, paidAt }) =>
          paidAt === null ? [] : some(shareId, 'share_paid', amountFen, paidAt),
        ),
      ),
  )
  await walk(
    async (after) => (await ask(Supplier.queries.withdrawalsMade, limited(after))).items,
    ({ withdrawalId }) => withdrawalId,
    (items) =>
      compare(
        items.flatMap(({ withdrawalId: about, amountFen: fen, at, end, endedAt }) => [
          { about, kind: 'withdrawal', fen, at },
          ...(end === null
            ? []
            : some(about, end === 'succeeded' ? 'withdrawal_paid' : 'withdrawal_failed', fen, endedAt ?? at)),
        ]),
      ),
  )
}

/**
 * Suppliers whose balance is not what made it, or not what the ledger has; those that moved just now wait.
 */
export const wrongBalances = async ({
  now,
  ask,
}: Pick<ReactionContext, 'now' | 'ask'>): Promise<string[]> => {
  const wrong: string[] = []
  await walk(
    async (after) => (await ask(Supplier.queries.balances, limited(after))).items,
    ({ supplierId }) => supplierId,
    async (items) => {
      for (const one of items) {
        const isMade = one.withdrawableFen === one.madeWithdrawableFen && one.heldFen === one.madeHeldFen
        const { postedFen } = await ask(Ledger.queries.available, { seller: one.supplierId })
        const isBooked = postedFen === one.withdrawableFen || one.movedAt >= now - UNDER_WAY_MS
        if (!isMade || !isBooked) wrong.push(one.supplierId)
      }
    },
  )
  return wrong
}
