/**
 * A trade that our books learnt of when its day was compared already. Where a case waits for it, that one is
 * met by the timer; else nothing speaks of it, neither the bill nor a case, and it opens one.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Reconcile } from '../contract.ts'
import { signed } from '../match.ts'
import { dayAt, endOf } from '../rules.ts'
import { caseState } from '../states.ts'
import { crossingCases, findDay, insertCases } from '../store.ts'
import { suspend } from '../suspense.ts'
import type { ReconcileTables } from '../tables.ts'

export const noteLate: CommandHandler<typeof Reconcile.commands.noteLate, ReconcileTables> = async (
  { channel, kind, number, channelNumber, fen, at, heardAt },
  context,
) => {
  const { tx, now, id } = context
  const day = dayAt(at)
  const known = await findDay(tx, channel, day)
  // What was heard before is in the comparison; and what is not compared yet will be.
  if (known === undefined || known.compared_at === null || heardAt <= known.compared_at)
    return { caseId: null }
  const waiting = await crossingCases(tx, channel, [number])
  if (waiting.some((one) => one.kind === kind)) return { caseId: null }
  const ownFen = signed(kind, fen)
  const row = {
    id: id('rcs'),
    channel,
    day,
    class: 'late' as const,
    kind,
    number,
    channel_number: channelNumber ?? '',
    fen: 0 - ownFen,
    bill_fen: null,
    own_fen: ownFen,
    state: caseState.initial,
    moves: 1,
    opened_at: now,
    ended_at: null,
    ending: null,
    reason: null,
    voucher: null,
    proposed_by: null,
    confirmed_by: null,
    version: 1,
  }
  await insertCases(tx, [row])
  suspend(context, row, row.fen, endOf(day))
  return { caseId: row.id }
}
