/** Ends sessions of the caller from another one: a lost phone, a computer that was not one's own. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { shopperOf } from '../rules.ts'
import { endSessionOf, endSessionsBut } from '../store/sessions.ts'
import type { UserTables } from '../tables.ts'

/** Ends one session. Refuses no_such_session where it is not an open one of the caller's. */
export const endSession: CommandHandler<typeof User.commands.endSession, UserTables> = async (
  { sessionId },
  { tx, now, actor, refuse },
) => ((await endSessionOf(tx, shopperOf(actor), sessionId, now)) ? {} : refuse('no_such_session'))

/** Ends all sessions but the one that calls. */
export const endOtherSessions: CommandHandler<typeof User.commands.endOtherSessions, UserTables> = async (
  _input,
  { tx, now, actor },
) => {
  if (actor.kind !== 'user') throw new Error('Only a shopper has sessions of this kind.')
  return { ended: await endSessionsBut(tx, actor.id, actor.sessionId, now) }
}
