/**
 * What WeChat knows: play people, the codes they were given, the tokens that apps hold. Ids are made of
 * names, so that a person is the same one after a restart.
 */
import { createHash } from 'node:crypto'

export interface TwinApp {
  readonly kind: 'mini' | 'official' | 'website'
  readonly appId: string
  readonly secret: string
}

/** A WeChat user of the play world. */
export interface TwinPerson {
  readonly name: string
  /** The phone bound to the account, 11 digits. */
  readonly phone: string
}

type CodeKind = 'js' | 'phone' | 'oauth'

interface TwinCode {
  readonly kind: CodeKind
  readonly appId: string
  readonly person: TwinPerson
  readonly scope: string
  readonly until: number
  isUsed: boolean
}

interface TwinToken {
  readonly appId: string
  readonly until: number
}

/** A payment of the mini program as WeChat knows it, from a while after it was made. */
export interface TwinPayment {
  readonly openId: string
  readonly knownFrom: number
  /** What the merchant said of its shipping, last. */
  said?: { readonly shipping: string; readonly uploadedAt: number }
}

export interface Book {
  /** By merchant and the merchant's number. */
  readonly payments: Map<string, TwinPayment>
  readonly apps: readonly TwinApp[]
  readonly people: Map<string, TwinPerson>
  readonly codes: Map<string, TwinCode>
  /** The living tokens, newest last. */
  readonly tokens: Map<string, TwinToken>
  readonly tickets: Map<string, { readonly ticket: string; readonly until: number }>
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
}

const CODE_MS = 5 * 60_000
const LIFE_MS = 7_200_000
const OVERLAP_MS = 5 * 60_000
const KEPT_CODES = 2_000

const made = (prefix: string, from: string): string =>
  `${prefix}${createHash('sha256')
    .update(from)
    .digest('base64url')
    .slice(0, 28 - prefix.length)}`

/** What one app calls a person. */
export const openIdOf = (appId: string, { name }: TwinPerson): string => made('o', `${appId}|${name}`)
/** What all apps of this owner call a person. */
export const unionIdOf = ({ name }: TwinPerson): string => made('oUni', `union|${name}`)
const phoneFor = (name: string): string =>
  `137${String(createHash('sha256').update(name).digest().readUInt32BE(0) % 100_000_000).padStart(8, '0')}`

/** The person of that name; made when new, with a phone made of the name unless one is given. */
export function personOf(book: Book, name: string, phone?: string): TwinPerson {
  const known = book.people.get(name)
  if (known !== undefined && (phone === undefined || known.phone === phone)) return known
  const person = { name, phone: phone ?? phoneFor(name) }
  book.people.set(name, person)
  return person
}

/** Gives a person a code for one app. */
export function giveCode(
  book: Book,
  wanted: { kind: CodeKind; appId: string; person: TwinPerson; scope?: string },
): string {
  const code = book
    .random(wanted.kind === 'phone' ? 32 : 24)
    .toString('hex')
    .slice(0, 64)
  const { scope = '' } = wanted
  book.codes.set(code, { ...wanted, scope, until: book.now() + CODE_MS, isUsed: false })
  for (const old of book.codes.keys()) {
    if (book.codes.size <= KEPT_CODES) break
    book.codes.delete(old)
  }
  return code
}

/** Whose code it is, once: 40029 for a code that is unknown, over or another app's, 40163 for a used one. */
export function spendCode(book: Book, kind: CodeKind, appId: string, code: string): TwinCode | number {
  const found = book.codes.get(code)
  if (found === undefined || found.kind !== kind || found.appId !== appId) return 40029
  if (found.isUsed) return 40163
  if (found.until <= book.now()) return 40029
  found.isUsed = true
  return found
}

/** stable_token: the same token until five minutes before its end; then the next one, both good meanwhile. */
export function lendToken(book: Book, appId: string, isForced: boolean): { token: string; left_s: number } {
  const now = book.now()
  const own = [...book.tokens].filter(([, each]) => each.appId === appId)
  if (isForced) for (const [token] of own) book.tokens.delete(token)
  const [token, current] = own.at(-1) ?? []
  if (!isForced && token !== undefined && current !== undefined && current.until - now > OVERLAP_MS)
    return { token, left_s: Math.floor((current.until - now) / 1000) }
  const fresh = `${book.random(48).toString('base64url')}_${'x'.repeat(72)}`
  book.tokens.set(fresh, { appId, until: now + LIFE_MS })
  return { token: fresh, left_s: LIFE_MS / 1000 }
}

/** The app of a token: 40001 for a token that is unknown or was replaced, 42001 for one that is over. */
export function appOfToken(book: Book, token: string): TwinApp | number {
  const found = book.tokens.get(token)
  if (found === undefined) return 40001
  if (found.until <= book.now()) return 42001
  return book.apps.find((app) => app.appId === found.appId) ?? 40001
}

/** The JS-SDK ticket of one app: the same until it is over. */
export function lendTicket(book: Book, appId: string): { ticket: string; left_s: number } {
  const now = book.now()
  const held = book.tickets.get(appId)
  if (held !== undefined && held.until > now)
    return { ticket: held.ticket, left_s: Math.ceil((held.until - now) / 1000) }
  const ticket = book.random(48).toString('base64url')
  book.tickets.set(appId, { ticket, until: now + LIFE_MS })
  return { ticket, left_s: LIFE_MS / 1000 }
}
