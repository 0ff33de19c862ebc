/** A day of a channel as a finance clerk sees it: the bill, the comparison, and what our books moved. */
import { declarePage, Obj, passOn, Type } from '@tiantou/kernel'
import { DayRef, DayView, Reconcile } from '@tiantou/reconcile/contract'

const Signed = Type.Integer({ description: 'fen, signed' })

/** GET /staff/reconcile/days/:channel/:day */
export const ReconcileDayPage = declarePage('reconcile-day-page', {
  doc: 'One day of a channel with its clearing account beside it: after all differences both agree (I17).',
  who: { permission: 'reconcile.read' },
  route: { method: 'GET', path: '/staff/reconcile/days/:channel/:day' },
  input: DayRef,
  output: Obj({
    day: DayView,
    /**
     * What moved on the clearing account that day, by the kind of journal; payouts stand in the fund flow.
     */
    moved: Type.Array(Obj({ kind: Type.String(), fen: Signed })),
    /** The bill less its fees, less what our books moved: zero, or the books are behind. */
    differsFen: Signed,
  }),
  refusals: passOn(Reconcile.queries.day),
})
