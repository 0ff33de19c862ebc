/** Puts a day's comparison beside what the ledger moved on the channel's clearing account. */
import { Ledger } from '@tiantou/ledger/contract'
import { page } from '@tiantou/platform'
import { Reconcile } from '@tiantou/reconcile/contract'
import { ReconcileDayPage } from './reconcile.contract.ts'

/** Payouts to the bank and shares stand in the fund flow, not in the trade bill. */
const NOT_IN_BILL = new Set(['channel_settled', 'share_paid', 'share_returned'])

export const reconcileDayPage = page(ReconcileDayPage, async (ref, { ask }) => {
  const day = await ask(Reconcile.queries.day, ref)
  const { channel, from, before, totals } = day
  const { items: moved } = await ask(Ledger.queries.movements, { channel, from, before })
  const counted = moved.filter(({ kind }) => !NOT_IN_BILL.has(kind))
  const movedFen = counted.reduce((sum, { fen }) => sum + fen, 0)
  return { day, moved, differsFen: (totals?.billFen ?? 0) - (totals?.feeFen ?? 0) - movedFen }
})
