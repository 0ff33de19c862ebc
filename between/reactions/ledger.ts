/** What the ledger hears: every movement of money at a channel, with what the order says it is made of. */
import { Ledger } from '@tiantou/ledger/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { on, send } from '@tiantou/platform'

/** The platform sells its own goods. */
const own = (itemsFen: number) => [{ seller: null, fen: itemsFen }]

export const ledgerReactions = [
  on(
    Payment.events.paid,
    'ledger.record-payment',
    async ({ paymentId, orderId, channel, amountFen, paidAt }, { ask }) => {
      const { itemsFen, freightFen } = await ask(Order.queries.parts, { orderId })
      const sale = { fen: amountFen, goods: own(itemsFen), freightFen, subsidyFen: 0 }
      const fact = { kind: 'paid' as const, about: paymentId, channel, ...sale }
      return send(Ledger.commands.record, { fact, occurredAt: paidAt })
    },
  ),
  on(
    Payment.events.refund_requested,
    'ledger.record-refund',
    async ({ refundId, orderId, channel, refundFen, reason, requestedAt: occurredAt }, { ask }) => {
      // Money that came late or twice was nobody's sale: it only came in, and is owed back.
      if (reason !== 'cancelled') {
        const fact = { kind: 'surplus' as const, about: refundId, channel, fen: refundFen }
        return send(Ledger.commands.record, { fact, occurredAt })
      }
      const { itemsFen, freightFen } = await ask(Order.queries.parts, { orderId })
      const sale = { fen: refundFen, goods: own(itemsFen), freightFen, subsidyFen: 0 }
      const fact = { kind: 'refund' as const, about: refundId, ...sale }
      return send(Ledger.commands.record, { fact, occurredAt })
    },
  ),
  on(
    Payment.events.refund_finished,
    'ledger.record-refunded',
    ({ refundId, channel, refundFen, finishedAt }) =>
      send(Ledger.commands.record, {
        fact: { kind: 'refund_paid', about: refundId, channel, fen: refundFen },
        occurredAt: finishedAt,
      }),
  ),
]
