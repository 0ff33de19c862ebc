/**
 * Compares payments and refunds with what is booked about them, both ways. What moved in the last minutes is
 * still on its way to the ledger and not looked at.
 */
import type { OutputOf } from '@tiantou/kernel'
import { Ledger } from '@tiantou/ledger/contract'
import { Payment } from '@tiantou/payment/contract'
import { page, type ReactionContext } from '@tiantou/platform'
import { AuditPage } from './audit.contract.ts'
import { compareSettlement, SETTLEMENT_KINDS, wrongBalances } from './audit-settlement.ts'
import { type Due, limited, UNDER_WAY_MS, walk } from './audit-walk.ts'

type Finding = OutputOf<typeof AuditPage>['findings'][number]

const MOST = 100
/** Kinds of journals whose things are looked at here. */
const TOLD = new Set([
  'paid',
  'refund',
  'surplus',
  'refund_paid',
  'refund_by_hand',
  'refund_returned',
  ...SETTLEMENT_KINDS,
])

/** Compares; `findings` are all there are. */
export const compareBooks = async ({ now, ask }: ReactionContext) => {
  const findings: Finding[] = []
  const expected = new Map<string, number>()
  const compare = async (dues: readonly Due[]) => {
    for (const { kind } of dues) expected.set(kind, (expected.get(kind) ?? 0) + 1)
    const { items } = await ask(Ledger.queries.booked, {
      abouts: [...new Set(dues.map(({ about }) => about))],
    })
    const sums = new Map(items.map(({ about, kind, fen }) => [`${kind} ${about}`, fen]))
    for (const { about, kind, fen, at } of dues) {
      const booked = sums.get(`${kind} ${about}`)
      if (booked === undefined && at < now - UNDER_WAY_MS) findings.push({ about, kind, wrong: 'missing' })
      if (booked !== undefined && booked !== fen) findings.push({ about, kind, wrong: 'other_amount' })
    }
  }
  const payments = await walk(
    async (after) => (await ask(Payment.queries.taken, limited(after))).items,
    ({ paymentId }) => paymentId,
    (items) =>
      compare(
        items.map((one) => ({ about: one.paymentId, kind: 'paid', fen: one.amountFen, at: one.paidAt })),
      ),
  )
  const refunds = await walk(
    async (after) => (await ask(Payment.queries.refunds, limited(after))).items,
    ({ refundId }) => refundId,
    (items) =>
      compare(
        items.flatMap(({ refundId: about, attemptId, refundFen: fen, reason, byHand, ...at }) => [
          reason === 'late' || reason === 'duplicate'
            ? { about: attemptId, kind: 'surplus', fen, at: at.requestedAt }
            : { about, kind: 'refund', fen, at: at.requestedAt },
          ...(at.cameBackAt === null ? [] : [{ about, kind: 'refund_returned', fen, at: at.cameBackAt }]),
          ...(at.finishedAt === null
            ? []
            : [{ about, kind: byHand ? 'refund_by_hand' : 'refund_paid', fen, at: at.finishedAt }]),
        ]),
      ),
  )
  await compareSettlement(ask, compare)
  for (const about of await wrongBalances({ now, ask }))
    findings.push({ about, kind: 'balance', wrong: 'other_amount' })
  for (const { kind, journals } of (await ask(Ledger.queries.counts, {})).items) {
    if (TOLD.has(kind) && journals > (expected.get(kind) ?? 0))
      findings.push({ about: '', kind, wrong: 'of_nothing' })
  }
  return { payments, refunds, findings }
}

export const auditPage = page(AuditPage, async (_input, { now, ask }) => {
  const { findings, ...seen } = await compareBooks({ now, ask })
  return { ...seen, findings: findings.slice(0, MOST) }
})
