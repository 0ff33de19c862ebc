/** Ends the session that calls. Who has none is signed out already. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { endSession } from '../store/sessions.ts'
import type { UserTables } from '../tables.ts'

/** Signs out; the access token stops working within five seconds, the refresh token at once. */
export const signOut: CommandHandler<typeof User.commands.signOut, UserTables> = async (
  _input,
  { tx, now, actor },
) => {
  if (actor.kind === 'user' || actor.kind === 'staff') {
    await endSession(tx, actor.sessionId, 'signed_out', now)
  }
  return {}
}
