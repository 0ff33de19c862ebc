/** Notes that a day has no bill yet, or one that is not believed; once it is past noon somebody is told. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Reconcile } from '../contract.ts'
import { isOverdue } from '../rules.ts'
import { dayState } from '../states.ts'
import { dayRow, markTold, noteTry } from '../store.ts'
import type { ReconcileTables } from '../tables.ts'

export const note: CommandHandler<typeof Reconcile.commands.note, ReconcileTables> = async (
  { channel, day, refused, code },
  context,
) => {
  const { tx, now, id, emit, refuse } = context
  const row = await dayRow(tx, id('rcd'), channel, day)
  if (row.compared_at !== null) return refuse('already_compared')
  await noteTry(tx, row.id, code)
  if (refused)
    await move(context, 'reconcile_history', {
      machine: dayState,
      transition: 'refuse',
      table: 'reconcile_day',
      column: 'state',
      id: row.id,
      note: code,
    })
  if (isOverdue(day, now) && (await markTold(tx, row.id, now)))
    emit(Reconcile.events.overdue, { channel, day, code })
  return { tries: row.tries + 1 }
}
