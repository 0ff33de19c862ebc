/** The channel confirmed that an attempt cannot be paid any more. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { attemptState } from '../states.ts'
import type { PaymentTables } from '../tables.ts'

export const recordClosed: CommandHandler<typeof Payment.commands.recordClosed, PaymentTables> = async (
  { attemptId },
  context,
) => {
  await move(context, 'payment_history', {
    machine: attemptState,
    transition: 'close',
    table: 'payment_attempt',
    column: 'state',
    id: attemptId,
  })
  return {}
}
