/**
 * Compares a guess with the code of one request. Guesses are judged one at a time, so that no two see the
 * same last place in the budget; a guess that is barred is never compared with its code (see rules.ts).
 */
import { timingSafeEqual } from 'node:crypto'
import type { FieldSecrets, SettingsOf, Tx } from '@tiantou/platform'
import { columns } from './places.ts'
import { guessBarredUntil, guessWindow_ms } from './rules.ts'
import type { UserSettings } from './settings.ts'
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
} from './store/codes.ts'
import type { CodeRow, UserTables } from './tables.ts'

interface Judge {
  readonly tx: Tx<UserTables>
  readonly now: number
  readonly settings: SettingsOf<UserSettings>
  readonly secrets: FieldSecrets
  id(prefix: string): string
}

export interface Guess {
  readonly requestId: string
  readonly phone: string
  readonly code: string
}

export type Verdict =
  | { readonly kind: 'right' }
  /** No such request for this phone, or it is used up or over. */
  | { readonly kind: 'invalid' }
  | { readonly kind: 'barred'; readonly retryAt: number }
  | { readonly kind: 'wrong'; readonly attemptsLeft: number }

/** Until when this guess must not be compared; null where it may be now. */
const barredUntil = async ({ tx, now, settings }: Judge, code: CodeRow): Promise<number | null> => {
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

const countFailure = async ({ tx, now, id }: Judge, code: CodeRow): Promise<number> => {
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
 * Judges a guess, and uses the code up when it is right. Must be the first thing a command does: its gate
 * lets one command at a time go on. A wrong guess must commit, so that it counts.
 */
export const judgeGuess = async (judge: Judge, guess: Guess): Promise<Verdict> => {
  const { tx, now, secrets } = judge
  const { requestId, phone } = guess
  await waitAtGate(tx, 'guess')
  const code = await codeOf(tx, requestId)
  if (
    code === undefined ||
    code.phone_blind !== secrets.blind(columns.codePhone, phone) ||
    code.used_at !== null ||
    code.expires_at <= now ||
    code.attempts_left <= 0
  ) {
    return { kind: 'invalid' }
  }
  const retryAt = await barredUntil(judge, code)
  if (retryAt !== null) return { kind: 'barred', retryAt }
  const guessHash = secrets.blind(columns.codeHash, `${requestId}:${guess.code}`)
  if (!timingSafeEqual(Buffer.from(guessHash), Buffer.from(code.code_hash))) {
    return { kind: 'wrong', attemptsLeft: await countFailure(judge, code) }
  }
  if (!(await useCode(tx, requestId, now))) return { kind: 'invalid' }
  await forgiveRequest(tx, requestId)
  await noteKnown(tx, code.phone_blind, code.address_blind, now)
  return { kind: 'right' }
}
