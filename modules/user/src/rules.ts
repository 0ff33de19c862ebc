/**
 * Who may ask for a code, guess one, or sign in, and when again. Pure.
 *
 * Why a budget for the whole platform: a code is one of 10^6. Limits per code, phone and address do not bound
 * an attacker who has many of each: 5 guesses on each of 10 codes on each of 100,000 phones hit some account
 * with 99 % within a day. What bounds him is the number of guesses that are compared with a code at all.
 * Distinct guesses on codes drawn at random hit with a chance of exactly 10^-6 each, so over m compared
 * guesses P(any hit) ≤ m · 10^-6 (union bound). A wrong guess costs one place in a sliding 24-hour budget of
 * `inAll` = 100 places, so within any 24 hours P ≤ 100 · 10^-6 = 10^-4, whether 10^3 or 10^9 guesses are
 * sent: all others are refused unread.
 *
 * A place is given back only when the right code follows for the same request. Request ids are unguessable
 * and known to their asker alone, so honest typing errors cost nothing in the end, and no attacker can have
 * his errors forgiven without having hit already. The last places are kept for phones that have signed in
 * from the same address before: spending the budget on purpose shuts strangers out for a while, not the
 * regulars.
 */
import type { Actor } from '@tiantou/kernel'

const hour_ms = 3_600_000
const day_ms = 24 * hour_ms

/** How long wrong codes count. */
export const guessWindow_ms = day_ms
/** How long codes that were asked for count, at most. */
export const codeWindow_ms = day_ms

/** When the n-th newest of these times leaves its window; null where there are fewer than n in it. */
const barredUntil = (
  newestFirst: readonly number[],
  n: number,
  window_ms: number,
  now: number,
): number | null => {
  const at = newestFirst[Math.max(n, 1) - 1]
  return at === undefined || at + window_ms <= now ? null : at + window_ms
}

const latest = (times: readonly (number | null)[]): number | null =>
  times.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null)

export interface CodeLimits {
  readonly wait_ms: number
  readonly perPhone: number
  readonly perAddress: number
  readonly inAll: number
}

/**
 * Times at which codes were asked for, newest first. `inAll` is the n-th newest of all, n being the limit.
 */
export interface CodesAsked {
  readonly ofPhone: readonly number[]
  readonly ofAddress: readonly number[]
  readonly inAll: number | undefined
}

/** Until when no further code is drawn for this phone and address; null where one may be drawn now. */
export const codeBarredUntil = (asked: CodesAsked, limits: CodeLimits, now: number): number | null =>
  latest([
    barredUntil(asked.ofPhone, 1, limits.wait_ms, now),
    barredUntil(asked.ofPhone, limits.perPhone, day_ms, now),
    barredUntil(asked.ofAddress, limits.perAddress, hour_ms, now),
    barredUntil(asked.inAll === undefined ? [] : [asked.inAll], 1, hour_ms, now),
  ])

export interface Failure {
  readonly phone: string
  readonly address: string
  readonly at: number
}

export interface GuessLimits {
  readonly perPhone: number
  readonly perAddress: number
  /** Places in the platform's budget. */
  readonly inAll: number
  /** Of these, kept for phones known at their address. */
  readonly forKnown: number
}

export interface Guess {
  readonly phone: string
  readonly address: string
  /** This phone has signed in from this address before. */
  readonly known: boolean
}

/**
 * Until when a guess must not even be compared with its code; null where it may be now. A phone known at its
 * address is barred by its own errors there, not by those of strangers elsewhere.
 * @param failures wrong codes that still count, newest first
 */
export const guessBarredUntil = (
  failures: readonly Failure[],
  guess: Guess,
  limits: GuessLimits,
  now: number,
): number | null => {
  const timesOf = (counts: (failure: Failure) => boolean) => failures.filter(counts).map(({ at }) => at)
  const all = failures.map(({ at }) => at)
  const ofAddress = timesOf(({ address }) => address === guess.address)
  const ofPhone = timesOf(
    ({ phone, address }) => phone === guess.phone && (!guess.known || address === guess.address),
  )
  const inAll = guess.known ? limits.inAll : limits.inAll - limits.forKnown
  return latest([
    barredUntil(all, inAll, guessWindow_ms, now),
    barredUntil(ofAddress, limits.perAddress, guessWindow_ms, now),
    barredUntil(ofPhone, limits.perPhone, guessWindow_ms, now),
  ])
}

/** Until when a staff account is locked, by its wrong passwords; null where it is not. */
export const lockedUntil = (
  newestFirst: readonly number[],
  wrongPasswords: number,
  lock_ms: number,
  now: number,
): number | null => barredUntil(newestFirst, wrongPasswords, lock_ms, now)

/**
 * What limits tell network addresses apart by: an IPv4 address whole, an IPv6 one by its /64, which one line
 * owns.
 */
export const addressKey = (ip: string): string => {
  const plain = (ip.toLowerCase().split('%')[0] ?? '').replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/** Six digits from eight random bytes; the bias of the remainder is below 10^-13. */
export const codeFrom = (random: Buffer): string =>
  String(random.readBigUInt64BE(0) % 1_000_000n).padStart(6, '0')

/** A phone as its owner may see it on a screen that others see too. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** The eleven digits of a mainland mobile number in E.164; undefined for any other number. */
export const mainlandPhone = (e164: string): string | undefined => /^\+86(1[3-9]\d{9})$/.exec(e164)?.[1]

/** How long a confirmation is good: ten minutes, for reading what will be lost. */
export const confirmationLasts_ms = 600_000

/** Whether a row of a shopper is what was left after erasing. */
export const isErased = (row: { readonly phone_sealed: string }): boolean => row.phone_sealed === ''

/** What the token of a partner opens: what it was asked for, as far as the partner still holds it. */
export const scopesHeld = (asked: readonly string[], held: readonly string[]): string[] =>
  asked.filter((scope) => held.includes(scope))

/** The shopper who calls. The runner lets nobody else in; anyone else here is a defect. */
export const shopperOf = (actor: Actor): string => {
  if (actor.kind !== 'user') throw new Error('Only a shopper has an account.')
  return actor.id
}

/** Most addresses of one shopper. */
export const maxAddresses = 20

interface AddressFlag {
  readonly id: string
  readonly is_default: number
}

/** Whether an address that is saved becomes (or stays) the default one: there is always exactly one. */
export const isDefaultAfter = (all: readonly AddressFlag[], savedId: string, wanted: boolean): boolean =>
  wanted || !all.some((address) => address.id !== savedId && address.is_default === 1)

/**
 * Which address takes over when one goes: the newest of the others, if it was the default; undefined for
 * none.
 */
export const heirOf = <A extends AddressFlag>(
  newestFirst: readonly A[],
  removedId: string,
): A | undefined => {
  const removed = newestFirst.find((address) => address.id === removedId)
  return removed?.is_default === 1 ? newestFirst.find((address) => address.id !== removedId) : undefined
}

/** The first permission of a list that the house does not declare. */
export const unknownAmong = (
  permissions: readonly string[],
  declared: readonly string[],
): string | undefined => permissions.find((permission) => !declared.includes(permission))
