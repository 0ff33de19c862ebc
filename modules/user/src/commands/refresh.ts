/**
 * Exchanges a refresh token for a new pair, once. Two tabs that refresh at the same moment get the same pair;
 * a token that turns up later than that was copied, and ends the session for whoever holds it.
 */
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import { User } from '../contract.ts'
import { places } from '../places.ts'
import type { UserSettings } from '../settings.ts'
import { endSession, insertTokens, noteSeen, pairOf, rotateTokens, setChild } from '../store/sessions.ts'
import type { UserTables } from '../tables.ts'
import { drawTokens, tokenHash, type TokenPair } from '../tokens.ts'

type Refresh = typeof User.commands.refresh
type Context = CommandContext<Refresh, UserTables, UserSettings>
type Pair = NonNullable<Awaited<ReturnType<typeof pairOf>>>

/** A token that was exchanged before: in time the same child again, later the end of its session. */
const answerAgain = async (context: Context, refreshHash: string, old: Pair) => {
  const { tx, now, settings, secrets, refuse, outcome, emit } = context
  const { rotated_at: rotatedAt, child_sealed: child } = old
  if (rotatedAt === null || child === null) return refuse('session_ended')
  if (now - rotatedAt < settings.refreshGrace_s * 1_000) {
    return JSON.parse(secrets.open(child, places.child(refreshHash))) as TokenPair
  }
  await endSession(tx, old.session_id, 'token_reused', now)
  emit(User.events.family_ended, { ownerId: old.owner_id, familyId: old.session_id })
  return outcome('token_reused')
}

/**
 * Refreshes a session. Refuses session_ended; the late re-use of a token is an outcome, so that its session
 * stays ended.
 */
export const refresh: CommandHandler<Refresh, UserTables, UserSettings> = async (
  { refreshToken },
  context,
) => {
  const { tx, now, settings, secrets, refuse } = context
  if (refreshToken === undefined) return refuse('session_ended')
  const refreshHash = tokenHash(refreshToken)
  const rotated = await rotateTokens(tx, refreshHash, now)
  const old = await pairOf(tx, refreshHash)
  if (old === undefined || old.session_state !== 'open' || old.refresh_expires_at <= now) {
    return refuse('session_ended')
  }
  if (!rotated) return answerAgain(context, refreshHash, old)
  const lives = { access_s: settings.accessTtl_s, refresh_s: settings.refreshTtl_s }
  const { pair, row } = drawTokens(context, old.session_id, lives)
  await insertTokens(tx, row)
  await noteSeen(tx, old.session_id, now)
  await setChild(tx, old.id, secrets.seal(JSON.stringify(pair), places.child(refreshHash)))
  return pair
}
