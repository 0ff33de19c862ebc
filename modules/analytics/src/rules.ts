/**
 * Decisions about behaviour events: which texts look personal, which visits are kept, which day it is. Pure.
 */

const DAY_MS = 86_400_000
const SHANGHAI_MS = 8 * 3_600_000
const LONGEST = 40

/** How many rows share the counting of one day. */
export const SHARES = 16

/** The day in China as a number, 20261128. */
export const dayOf = (now: number): number =>
  Number(new Date(now + SHANGHAI_MS).toISOString().slice(0, 10).replaceAll('-', ''))

/** The hour in China, 0–23. */
export const hourOf = (now: number): number => Math.floor((now + SHANGHAI_MS) / 3_600_000) % 24

/** The day that lies so many days before. */
export const dayBefore = (now: number, days: number): number => dayOf(now - days * DAY_MS)

const numerals = /[零〇一二三四五六七八九]{6,}/
const address = /[0-9〇零一二三四五六七八九十]+\s*(?:号|室|栋|幢|单元|弄|楼)/
const link = /@|:\/\/|\bwww\./

/**
 * A searched text as it may be kept: full-width made narrow, small letters, one blank between words, at most
 * 40 characters. Empty where it looks personal: six digits or more in all (telephones, identity cards,
 * orders), an address of mail or web, a house number.
 */
export const keptQuery = (text: string): string => {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const digits = plain.replaceAll(/\P{Nd}/gu, '').length
  if (digits >= 6 || numerals.test(plain) || address.test(plain) || link.test(plain)) return ''
  return Array.from(plain).slice(0, LONGEST).join('').trim()
}

/** Whether a visit is among those that are kept: by its digest, so that it is kept whole or not at all. */
export const isSampled = (digest: string, sample_bp: number): boolean =>
  Buffer.from(digest, 'base64url').readUInt32BE(0) % 10_000 < sample_bp
