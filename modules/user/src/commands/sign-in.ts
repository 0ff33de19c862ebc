/**
 * Signs a shopper in with the code of one request, and notes which documents were agreed to on the way in.
 */
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import { dueOf, versionOf } from '../consents.ts'
import { User } from '../contract.ts'
import { deviceOf } from '../device.ts'
import { judgeGuess } from '../guess.ts'
import { columns, places } from '../places.ts'
import type { UserSettings } from '../settings.ts'
import { consentsOf, insertConsents } from '../store/account.ts'
import { insertUser, userByPhone } from '../store/people.ts'
import { insertSession } from '../store/sessions.ts'
import type { UserTables } from '../tables.ts'
import { drawTokens } from '../tokens.ts'

type SignIn = typeof User.commands.signIn
type Context = CommandContext<SignIn, UserTables, UserSettings>

/** The shopper with this phone; made on the first sign-in. The gate lets one command at a time come here. */
const findOrMake = async (context: Context, phone: string): Promise<{ userId: string; isNew: boolean }> => {
  const { tx, now, secrets, emit, id } = context
  const phoneBlind = secrets.blind(columns.userPhone, phone)
  const found = await userByPhone(tx, phoneBlind)
  if (found !== undefined) return { userId: found.id, isNew: false }
  const userId = id('usr')
  const phoneSealed = secrets.seal(phone, places.userPhone(userId))
  await insertUser(tx, {
    id: userId,
    phone_sealed: phoneSealed,
    phone_blind: phoneBlind,
    turns: 0,
    joined_at: now,
  })
  emit(User.events.joined, { userId })
  return { userId, isNew: true }
}

type Accepted = Readonly<Record<'privacy' | 'terms', string>> | undefined

/**
 * Notes what was agreed to, where it is what stands today and was not agreed to before; says what is still
 * due.
 */
const noteAccepted = async (context: Context, userId: string, accepted: Accepted, device: string) => {
  const { tx, now, settings, id } = context
  const due = dueOf(await consentsOf(tx, userId), settings)
  const fresh = due.filter((kind) => accepted?.[kind] === versionOf(kind, settings))
  const said = { user_id: userId, given: 1, at: now, device }
  await insertConsents(
    tx,
    fresh.map((kind) => ({ id: id('cns'), ...said, kind, version: versionOf(kind, settings) })),
  )
  return due.filter((kind) => !fresh.includes(kind))
}

/**
 * Opens a session. Refuses code_invalid and too_many_attempts; a wrong code is an outcome, so that it counts.
 */
export const signIn: CommandHandler<SignIn, UserTables, UserSettings> = async (
  { requestId, phone, code, accepted },
  context,
) => {
  const { tx, now, settings, refuse, outcome, id, userAgent } = context
  const verdict = await judgeGuess(context, { requestId, phone, code })
  if (verdict.kind === 'invalid') return refuse('code_invalid')
  if (verdict.kind === 'barred') return refuse('too_many_attempts', { retryAt: verdict.retryAt })
  if (verdict.kind === 'wrong') return outcome('wrong_code', { attemptsLeft: verdict.attemptsLeft })
  const { userId, isNew } = await findOrMake(context, phone)
  const device = deviceOf(userAgent)
  const consentsDue = await noteAccepted(context, userId, accepted, device)
  const sessionId = id('ses')
  const lives = { access_s: settings.accessTtl_s, refresh_s: settings.refreshTtl_s }
  const { pair, row } = drawTokens(context, sessionId, lives)
  await insertSession(
    tx,
    {
      id: sessionId,
      owner_kind: 'user',
      owner_id: userId,
      state: 'open',
      opened_at: now,
      ended_at: null,
      ended_why: null,
      device,
    },
    row,
  )
  return { userId, isNew, ...pair, consentsDue }
}
