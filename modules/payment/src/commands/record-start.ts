/** Notes what the channel answered to the start of an attempt: a ticket, a no, or silence. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { startVerdict } from '../rules.ts'
import { attemptState } from '../states.ts'
import type { PaymentTables } from '../tables.ts'

export const recordStart: CommandHandler<typeof Payment.commands.recordStart, PaymentTables> = async (
  { attemptId, word, ticket, code = '' },
  context,
) => {
  const verdict = startVerdict(word, code)
  if (verdict === 'away' || (verdict === 'started' && ticket === undefined))
    return context.outcome('channel_away')
  const at = { machine: attemptState, table: 'payment_attempt', column: 'state', id: attemptId } as const
  if (verdict === 'declined') {
    await move(context, 'payment_history', { ...at, transition: 'decline', set: { code }, note: code })
    return context.outcome('declined', { code })
  }
  // A ticket that comes after the attempt was paid or closed is handed on all the same: the channel will
  // refuse it.
  const set = { ticket: JSON.stringify(ticket), ticket_at: context.now }
  await move(context, 'payment_history', { ...at, transition: 'start', set })
  return { ticket: ticket as NonNullable<typeof ticket> }
}
