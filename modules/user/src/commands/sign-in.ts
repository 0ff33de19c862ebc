/**
 * Signs a shopper in with the code of one request. Guesses are judged one at a time, so that no two see the
 * same last place in the budget; a guess that is barred is never compared with its code (see rules.ts).
 */
import { timingSafeEqual } from 'node:crypto'
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { findOrMake, openShopperSession } from '../enter.ts'
import { columns } from '../places.ts'
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
import type { CodeRow, UserTables } from '../tables.ts'
import { bindTicket } from '../wechat-links.ts'

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

/**
 * Opens a session. Refuses code_invalid and too_many_attempts; a wrong code is an outcome, so that it counts.
 * A ticket that links nothing refuses too, and leaves the code good: one may sign in without it.
 */
export const signIn: CommandHandler<SignIn, UserTables, UserSettings> = async (
  { requestId, phone, code: guess, wechatTicket },
  context,
) => {
  const { tx, now, secrets, refuse, outcome } = context
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
  if (wechatTicket !== undefined) {
    const no = await bindTicket(context, wechatTicket, userId)
    if (no !== undefined) return refuse(no)
  }
  const pair = await openShopperSession(context, userId)
  return { userId, isNew, ...pair }
}
