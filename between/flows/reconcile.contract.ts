/** What comparing a day with its bill looks like, from a timer, a terminal or a clerk's hand. */
import { declareFlow, Nothing, Obj, OneOf, passOn, Type } from '@tiantou/kernel'
import { DayRef, Reconcile } from '@tiantou/reconcile/contract'

/** POST /staff/reconcile/days/:channel/:day/run */
export const ReconcileDay = declareFlow('reconcile-day', {
  doc: 'Fetches the bills of one day of one channel and compares them with our books.',
  who: { permission: 'reconcile.resolve' },
  route: { method: 'POST', path: '/staff/reconcile/days/:channel/:day/run' },
  input: DayRef,
  output: Obj({
    is: OneOf('not_configured', 'known', 'waiting', 'refused', 'compared'),
    /** Why there was nothing to compare. */
    code: Type.Optional(Type.String()),
    opened: Type.Optional(Type.Integer()),
    matched: Type.Optional(Type.Integer()),
  }),
})

export const MatchLateTrades = declareFlow('match-late-trades', {
  doc: 'Closes cases whose other side came to our books by now.',
  who: 'system',
  input: Nothing,
  output: Obj({ matched: Type.Integer() }),
  refusals: passOn(Reconcile.commands.matchLate),
})
