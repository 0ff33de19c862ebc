/**
 * Names of things: prefixed, time-ordered ids (UUID v7 in Crockford's base32) and the numbers that people
 * read aloud. Pure: the clock and the random bytes are handed in by the platform.
 */
import Type from 'typebox'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const prefixPattern = /^[a-z]{2,5}$/
const lastTime_ms = 2 ** 48 - 1
/**
 * UUID v7 (RFC 9562 §5.7) as 26 characters: ten of time, then version 7 and variant 10 show through at 11 and
 * 14.
 */
const body = '[0-7][0-9a-hjkmnp-tv-z]{9}[ef][0-9a-hjkmnp-tv-z]{2}[89abrstv][0-9a-hjkmnp-tv-z]{12}'

const checkPrefix = (prefix: string): string => {
  if (!prefixPattern.test(prefix))
    throw new RangeError(`an id's prefix is 2–5 small letters, not "${prefix}"`)
  return prefix
}

/** 128 bits in 26 characters of five bits; the two bits in front are zero, so texts sort as the bytes do. */
const base32 = (bytes: Uint8Array): string => {
  let text = ''
  let held = 0
  let bits = 2
  for (let at = 0; at < 16; at += 1) {
    held = (held << 8) | (bytes[at] as number)
    bits += 8
    text += alphabet.charAt((held >>> (bits - 5)) & 31)
    bits -= 5
    if (bits >= 5) {
      text += alphabet.charAt((held >>> (bits - 5)) & 31)
      bits -= 5
    }
    held &= 31
  }
  return text
}

/**
 * Makes an id like `ord_06ak…`: 26 characters of UUID v7 behind a prefix, 32 at most in all. Ids of a later
 * millisecond sort behind earlier ones.
 * @param prefix 2–5 small letters
 * @param now_ms milliseconds UTC, 0 ≤ now < 2^48
 * @param random10 ten random bytes (74 bits of them are used)
 * @throws RangeError
 */
export const makeId = (prefix: string, now_ms: number, random10: Uint8Array): string => {
  checkPrefix(prefix)
  if (!Number.isInteger(now_ms) || now_ms < 0 || now_ms > lastTime_ms)
    throw new RangeError(`no time: ${now_ms}`)
  if (random10.length !== 10) throw new RangeError(`an id takes 10 random bytes, not ${random10.length}`)
  const bytes = new Uint8Array(16)
  let left = now_ms
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = left & 0xff
    left = Math.floor(left / 0x100)
  }
  bytes.set(random10, 6)
  bytes[6] = ((random10[0] as number) & 0x0f) | 0x70
  bytes[8] = ((random10[2] as number) & 0x3f) | 0x80
  return `${prefix}_${base32(bytes)}`
}

/**
 * When an id was made, milliseconds UTC; undefined for what is no id. Where a third party wants the moment of
 * a number beside it, the number itself tells it, the same for ever.
 */
export const idTime = (id: string): number | undefined => {
  const found = new RegExp(`^[a-z]{2,5}_${body}$`).test(id)
  if (!found) return undefined
  const digits = id.slice(id.indexOf('_') + 1, id.indexOf('_') + 11)
  return Array.from(digits).reduce((time, digit) => time * 32 + alphabet.indexOf(digit), 0)
}

/** A pattern (source of a regular expression) that ids with this prefix match, and nothing else. */
const idPattern = (prefix: string): string => `^${checkPrefix(prefix)}_${body}$`

/** The schema of an id with this prefix, for contracts. Throws RangeError for a bad prefix. */
export const idSchema = (prefix: string) => Type.String({ pattern: idPattern(prefix), maxLength: 32 })

/** Whether a value is an id with this prefix. Throws RangeError for a bad prefix. */
export const isId = (prefix: string, value: unknown): value is string =>
  typeof value === 'string' && new RegExp(idPattern(prefix)).test(value)

/** Damm's quasigroup of order 10 (2004): finds every single wrong digit and every swap of neighbours. */
const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]

const checkDigit = (digits: string): string => {
  let interim = '0'
  for (const digit of digits) interim = damm[Number(interim)]?.[Number(digit)] ?? '0'
  return interim
}

const day_ms = 86_400_000
const shanghaiOffset_ms = 8 * 3_600_000

const writeDay = (day: number): string =>
  new Date(day * day_ms).toISOString().slice(2, 10).replaceAll('-', '')

/** The last day written: nearly every number of a process is of the same day. */
let known = { day: 0, text: writeDay(0) }

const dayText = (day: number): string => {
  if (known.day !== day) known = { day, text: writeDay(day) }
  return known.text
}

/** Six digits and seven, each out of 32 bits. */
const thirteenDigits = (random: Uint8Array): string => {
  const view = new DataView(random.buffer, random.byteOffset, 8)
  const six = String(view.getUint32(0) % 1_000_000).padStart(6, '0')
  return six + String(view.getUint32(4) % 10_000_000).padStart(7, '0')
}

/**
 * Makes a number that people read aloud and payment channels accept: YYMMDD of the day in Shanghai, 13 random
 * digits and a check digit, 20 in all. Unique only with great likelihood: its column carries a unique index.
 * @param now_ms milliseconds UTC
 * @param random at least eight random bytes
 * @throws RangeError
 */
export const humanNo = (now_ms: number, random: Uint8Array): string => {
  if (random.length < 8) throw new RangeError(`a number takes 8 random bytes, not ${random.length}`)
  const digits = dayText(Math.floor((now_ms + shanghaiOffset_ms) / day_ms)) + thirteenDigits(random)
  return digits + checkDigit(digits)
}

/**
 * Whether a text has the shape of `humanNo` and its check digit is right: a typing mistake is seen before any
 * look-up.
 */
export const isHumanNo = (text: string): boolean => /^\d{20}$/.test(text) && checkDigit(text) === '0'
