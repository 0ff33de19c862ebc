/** Shows by a fresh code that the owner of the phone is there: before a copy of the data, before its end. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { judgeGuess } from '../guess.ts'
import { places } from '../places.ts'
import { confirmationLasts_ms, isErased } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import { userById } from '../store/people.ts'
import { insertConfirmation } from '../store/privacy.ts'
import { waitAtGate } from '../store/codes.ts'
import type { UserTables } from '../tables.ts'

/**
 * Confirms the caller. Refuses code_invalid, too_many_attempts, no_such_user; a wrong code is an outcome and
 * counts against the same limits as at the sign-in.
 */
export const confirmIdentity: CommandHandler<
  typeof User.commands.confirmIdentity,
  UserTables,
  UserSettings
> = async ({ requestId, code }, context) => {
  const { tx, now, actor, secrets, refuse, outcome, id } = context
  if (actor.kind !== 'user') throw new Error('Only a shopper confirms himself.')
  await waitAtGate(tx, 'guess')
  const user = await userById(tx, actor.id)
  if (user === undefined || isErased(user)) return refuse('no_such_user')
  const phone = secrets.open(user.phone_sealed, places.userPhone(actor.id))
  const verdict = await judgeGuess(context, { requestId, phone, code })
  if (verdict.kind === 'invalid') return refuse('code_invalid')
  if (verdict.kind === 'barred') return refuse('too_many_attempts', { retryAt: verdict.retryAt })
  if (verdict.kind === 'wrong') return outcome('wrong_code', { attemptsLeft: verdict.attemptsLeft })
  const confirmationId = id('cfm')
  const expiresAt = now + confirmationLasts_ms
  await insertConfirmation(tx, {
    id: confirmationId,
    user_id: actor.id,
    session_id: actor.sessionId,
    expires_at: expiresAt,
  })
  return { confirmationId, expiresAt }
}
