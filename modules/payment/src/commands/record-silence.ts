/** The channel did not answer: it is asked again later, less and less often. */
import type { CommandHandler } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { nextAskAt } from '../rules.ts'
import { findAttempt, setAttemptAsk } from '../store.ts'
import type { PaymentTables } from '../tables.ts'

export const recordSilence: CommandHandler<typeof Payment.commands.recordSilence, PaymentTables> = async (
  { attemptId },
  { tx, now },
) => {
  const attempt = await findAttempt(tx, attemptId)
  if (attempt !== undefined)
    await setAttemptAsk(tx, attemptId, attempt.asks + 1, nextAskAt(now, attempt.asks + 1))
  return {}
}
