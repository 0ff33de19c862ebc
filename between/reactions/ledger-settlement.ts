/** What the ledger hears of suppliers: what they earn and owe, what they may withdraw, what they withdrew. */
import { Ledger } from '@tiantou/ledger/contract'
import type { InputOf } from '@tiantou/kernel'
import { on, send } from '@tiantou/platform'
import { Supplier } from '@tiantou/supplier/contract'

type Fact = InputOf<typeof Ledger.commands.record>['fact']

/** A fact, if it moves anything. */
const book = (fact: Fact, occurredAt: number) =>
  fact.fen === 0 ? null : send(Ledger.commands.record, { fact, occurredAt })

/** The channel whose payments are shared. */
const SHARING = 'wechat-pay'

const { events } = Supplier

export const settlementReactions = [
  on(
    events.line_earned,
    'ledger.record-line',
    ({ lineId: about, supplierId: seller, kind, commissionFen, netFen, at }) => {
      if (kind === 'sale') return book({ kind: 'service_fee', about, seller, fen: commissionFen }, at)
      if (kind === 'refund') {
        return book({ kind: 'service_fee_returned', about, seller, fen: 0 - commissionFen }, at)
      }
      if (kind === 'share') return book({ kind, about, seller, fen: 0 - netFen }, at)
      if (kind === 'share_failed') return book({ kind, about, seller, fen: netFen }, at)
      if (kind === 'share_back')
        return book({ kind: 'share_returned', about, channel: SHARING, seller, fen: netFen }, at)
      return book({ kind: 'deduction', about, seller, fen: 0 - netFen }, at)
    },
  ),
  on(events.share_paid, 'ledger.record-share', ({ shareId: about, amountFen: fen, at }) =>
    book({ kind: 'share_paid', about, channel: SHARING, fen }, at),
  ),
  on(
    events.statement_paid,
    'ledger.settle',
    ({ statementId: about, supplierId: seller, totalFen: fen, at }) =>
      book({ kind: 'settled', about, seller, fen }, at),
  ),
  on(
    events.statement_paid,
    'ledger.repay',
    ({ statementId: about, supplierId: seller, repaidFen: fen, at }) =>
      book({ kind: 'clawback_repaid', about, seller, fen }, at),
  ),
  on(
    events.statement_netted,
    'ledger.claw-back',
    ({ statementId: about, supplierId: seller, owedFen: fen, at }) =>
      book({ kind: 'clawback', about, seller, fen }, at),
  ),
  on(
    events.statement_netted,
    'ledger.net',
    ({ statementId: about, supplierId: seller, repaidFen: fen, at }) =>
      book({ kind: 'clawback_repaid', about, seller, fen }, at),
  ),
  on(
    events.withdrawal_requested,
    'ledger.withdraw',
    ({ withdrawalId: about, supplierId: seller, amountFen: fen, at }) =>
      book({ kind: 'withdrawal', about, seller, fen }, at),
  ),
  on(events.withdrawal_succeeded, 'ledger.record-withdrawn', ({ withdrawalId: about, amountFen: fen, at }) =>
    book({ kind: 'withdrawal_paid', about, fen }, at),
  ),
  on(
    events.withdrawal_returned,
    'ledger.return-withdrawal',
    ({ withdrawalId: about, supplierId: seller, amountFen: fen, at }) =>
      book({ kind: 'withdrawal_failed', about, seller, fen }, at),
  ),
]
