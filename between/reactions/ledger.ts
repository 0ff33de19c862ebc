/**
 * What the ledger hears of payments: every movement of money at a channel, with what the order is made of.
 */
import type { OutputOf } from '@tiantou/kernel'
import { Ledger } from '@tiantou/ledger/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { on, send } from '@tiantou/platform'
import { Reconcile } from '@tiantou/reconcile/contract'

/** What was sold, line by line, by what the order says of itself. */
const saleOf = ({
  goods,
  freightFen,
}: Pick<OutputOf<typeof Order.queries.parts>, 'goods' | 'freightFen'>) => ({
  goods: goods.map(({ supplierId, fen }) => ({ seller: supplierId, fen })),
  freightFen,
  subsidyFen: 0,
})

/** Of a refund what sellers and the platform's own sales lose, and what the platform bears for sellers. */
const refundOf = (back: OutputOf<typeof Order.queries.returned>) => {
  const lost = ({ supplierId, fen, sellerFen }: (typeof back.goods)[number]) =>
    supplierId === null ? fen : sellerFen
  return {
    ...saleOf({ ...back, goods: back.goods.map((one) => ({ ...one, fen: lost(one) })) }),
    claimsFen: back.goods.reduce((sum, one) => sum + one.fen - lost(one), 0),
  }
}

export const ledgerReactions = [
  on(
    Payment.events.paid,
    'ledger.record-payment',
    async ({ paymentId: about, orderId, channel, amountFen: fen, paidAt: occurredAt }, { ask }) => {
      const sale = saleOf(await ask(Order.queries.parts, { orderId }))
      return send(Ledger.commands.record, {
        fact: { kind: 'paid', about, channel, fen, ...sale },
        occurredAt,
      })
    },
  ),
  // Money that came late or twice was nobody's sale: it is owed back from the moment it came.
  on(
    Payment.events.stray_received,
    'ledger.record-stray',
    ({ attemptId: about, channel, amountFen: fen, paidAt: occurredAt }) =>
      send(Ledger.commands.record, { fact: { kind: 'surplus', about, channel, fen }, occurredAt }),
  ),
  on(
    Payment.events.refund_requested,
    'ledger.record-refund',
    async (
      { refundId: about, orderId, refundFen: fen, beforeFen, reason, requestedAt: occurredAt },
      { ask },
    ) => {
      if (reason === 'late' || reason === 'duplicate') return null
      const back = await ask(Order.queries.returned, { orderId, beforeFen, refundFen: fen })
      // The parts of this refund alone, so nothing of them went before.
      const fact = { kind: 'refund' as const, about, fen, beforeFen: 0, ...refundOf(back) }
      return send(Ledger.commands.record, { fact, occurredAt })
    },
  ),
  on(
    Payment.events.refunded,
    'ledger.record-refunded',
    ({ refundId: about, channel, refundFen: fen, refundedAt: occurredAt, byHand = false }) => {
      const fact = byHand
        ? ({ kind: 'refund_by_hand', about, fen } as const)
        : ({ kind: 'refund_paid', about, channel, fen } as const)
      return send(Ledger.commands.record, { fact, occurredAt })
    },
  ),
  on(
    Payment.events.refund_came_back,
    'ledger.record-refund-returned',
    ({ refundId: about, channel, refundFen: fen, at: occurredAt }) =>
      send(Ledger.commands.record, { fact: { kind: 'refund_returned', about, channel, fen }, occurredAt }),
  ),
  on(
    Reconcile.events.compared,
    'ledger.record-channel-fee',
    ({ dayId: about, channel, feeFen: fen, occurredAt }) =>
      fen === 0
        ? null
        : send(Ledger.commands.record, { fact: { kind: 'channel_fee', about, channel, fen }, occurredAt }),
  ),
  on(Reconcile.events.suspended, 'ledger.record-difference', ({ about, channel, fen, occurredAt }) =>
    send(Ledger.commands.record, { fact: { kind: 'difference', about, channel, fen }, occurredAt }),
  ),
  // Suspense owes what lies at the channel too much, and is owed what is missing there.
  on(Reconcile.events.written_off, 'ledger.record-difference-lost', ({ caseId: about, fen, occurredAt }) =>
    send(Ledger.commands.record, { fact: { kind: 'difference_lost', about, fen: 0 - fen }, occurredAt }),
  ),
  on(Reconcile.events.paid_out, 'ledger.record-paid-out', ({ about, channel, fen, occurredAt }) =>
    send(Ledger.commands.record, { fact: { kind: 'channel_settled', about, channel, fen }, occurredAt }),
  ),
]
