/**
 * Signs a shopper in with the code of one request, and notes which documents were agreed to on the way in.
 */
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import { dueOf, versionOf } from '../consents.ts'
import type { User } from '../contract.ts'
import { deviceOf } from '../device.ts'
import { findOrMake, openShopperSession } from '../enter.ts'
import { judgeGuess } from '../guess.ts'
import type { UserSettings } from '../settings.ts'
import { consentsOf, insertConsents } from '../store/account.ts'
import type { UserTables } from '../tables.ts'
import { bindTicket } from '../wechat-links.ts'

type SignIn = typeof User.commands.signIn
type Context = CommandContext<SignIn, UserTables, UserSettings>

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
 * A ticket that links nothing refuses too, and leaves the code good: one may sign in without it.
 */
export const signIn: CommandHandler<SignIn, UserTables, UserSettings> = async (
  { requestId, phone, code, wechatTicket, accepted },
  context,
) => {
  const { refuse, outcome, userAgent } = context
  const verdict = await judgeGuess(context, { requestId, phone, code })
  if (verdict.kind === 'invalid') return refuse('code_invalid')
  if (verdict.kind === 'barred') return refuse('too_many_attempts', { retryAt: verdict.retryAt })
  if (verdict.kind === 'wrong') return outcome('wrong_code', { attemptsLeft: verdict.attemptsLeft })
  const { userId, isNew } = await findOrMake(context, phone)
  if (wechatTicket !== undefined) {
    const no = await bindTicket(context, wechatTicket, userId)
    if (no !== undefined) return refuse(no)
  }
  const consentsDue = await noteAccepted(context, userId, accepted, deviceOf(userAgent))
  const pair = await openShopperSession(context, userId)
  return { userId, isNew, ...pair, consentsDue }
}
