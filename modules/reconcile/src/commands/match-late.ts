/** What only the bill had is in our books by now: the case meets its other side, and suspense gives back. */
import type { CommandHandler } from '@tiantou/platform'
import type { Reconcile } from '../contract.ts'
import { dayAt } from '../rules.ts'
import { findCase } from '../store.ts'
import { type Context, meet } from '../suspense.ts'
import type { ReconcileTables } from '../tables.ts'

export const matchLate: CommandHandler<typeof Reconcile.commands.matchLate, ReconcileTables> = async (
  { caseId, ownFen, ownAt },
  context,
) => {
  const known = await findCase(context.tx, caseId)
  if (known === undefined) return context.refuse('no_such_case')
  if (known.own_fen !== null || (known.state !== 'open' && known.state !== 'proposed'))
    return { state: known.state }
  const side = { fen: 0 - ownFen, billFen: null, ownFen, occurredAt: ownAt }
  const otherDay = dayAt(ownAt) !== known.day
  return { state: await meet(context as unknown as Context, known, { ...side, otherDay }) }
}
