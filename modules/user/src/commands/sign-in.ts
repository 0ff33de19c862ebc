/**
 * Signs a shopper in with the code of one request. Guesses are judged one at a time, so that no two see the
 * same last place in the budget; a guess that is barred is never compared with its code (see rules.ts).
 */
import { timingSafeEqual } from 'node:crypto'
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import { User } from '../contract.ts'
import { columns, places } from '../places.ts'
import { guessBarredUntil, guessWindow_ms } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import {
  codeOf,
  forgiveRequest,
  insertFailure,
  isKnown,
  noteKnown,
  spendAttempt,
  useCode,
  waitAtGate,
  wrongCodes,
} from '../store/codes.ts'
import { insertUser, userByPhone } from '../store/people.ts'
import { insertSession } from '../store/sessions.ts'
import type { CodeRow, UserTables } from '../tables.ts'
import { drawTokens } from '../tokens.ts'

type SignIn = typeof User.commands.signIn
type Context = CommandContext<SignIn, UserTables, UserSettings>

/** Until when this guess must not be compared; null where it may be now. */
const barredUntil = async ({ tx, now, settings }: Context, code: CodeRow): Promise<number | null> => {
  const known = await isKnown(tx, code.phone_blind, code.address_blind)
  const failures = await wrongCodes(tx, now - guessWindow_ms, settings.wrongCodesInAll)
  const guess = { phone: code.phone_blind, address: code.address_blind, known }
  const limits = {
    perPhone: settings.wrongCodesPerPhone,
    perAddress: settings.wrongCodesPerAddress,
    inAll: settings.wrongCodesInAll,
    forKnown: settings.wrongCodesForKnown,
  }
  return guessBarredUntil(failures, guess, limits, now)
}

const countFailure = async ({ tx, now, id }: Context, code: CodeRow): Promise<number> => {
  await spendAttempt(tx, code.id)
  await insertFailure(tx, {
    id: id('flr'),
    kind: 'code',
    subject_blind: code.phone_blind,
    address_blind: code.address_blind,
    request_id: code.id,
    at: now,
  })
  return code.attempts_left - 1
}

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

/**
 * Opens a session. Refuses code_invalid and too_many_attempts; a wrong code is an outcome, so that it counts.
 */
export const signIn: CommandHandler<SignIn, UserTables, UserSettings> = async (
  { requestId, phone, code: guess },
  context,
) => {
  const { tx, now, settings, secrets, refuse, outcome, id } = context
  await waitAtGate(tx, 'guess')
  const code = await codeOf(tx, requestId)
  if (
    code === undefined ||
    code.phone_blind !== secrets.blind(columns.codePhone, phone) ||
    code.used_at !== null ||
    code.expires_at <= now ||
    code.attempts_left <= 0
  ) {
    return refuse('code_invalid')
  }
  const retryAt = await barredUntil(context, code)
  if (retryAt !== null) return refuse('too_many_attempts', { retryAt })
  const guessHash = secrets.blind(columns.codeHash, `${requestId}:${guess}`)
  if (!timingSafeEqual(Buffer.from(guessHash), Buffer.from(code.code_hash))) {
    return outcome('wrong_code', { attemptsLeft: await countFailure(context, code) })
  }
  if (!(await useCode(tx, requestId, now))) return refuse('code_invalid')
  await forgiveRequest(tx, requestId)
  await noteKnown(tx, code.phone_blind, code.address_blind, now)
  const { userId, isNew } = await findOrMake(context, phone)
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
    },
    row,
  )
  return { userId, isNew, ...pair }
}
