/**
 * Notes what the SMS provider said of one code. From then on nobody can read the code any more, only check a
 * guess.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { noteSent } from '../store/codes.ts'
import type { UserTables } from '../tables.ts'

/** Records the outcome of a sending. */
export const recordCodeSent: CommandHandler<typeof User.commands.recordCodeSent, UserTables> = async (
  { requestId, outcome, providerCode },
  { tx },
) => {
  await noteSent(tx, requestId, outcome, providerCode)
  return {}
}
