/** Decisions about searching: what a cursor is, what is in season, how a phrase is weighed. Pure. */
import type { Place, Sort } from './find.ts'

const shanghaiOffset_ms = 8 * 3_600_000

/** The bit of the month in which a moment falls in China; January is the lowest. */
export const monthMask = (now: number): number => 1 << new Date(now + shanghaiOffset_ms).getUTCMonth()

/** Months 1–12 as bits, January lowest. */
export const seasonMask = (months: readonly number[]): number =>
  months.reduce((mask, month) => mask | (1 << (month - 1)), 0)

/** An opaque text for a place in a list of that order. */
export const writeCursor = (sort: Sort, { key, createdAt, productId }: Place): string =>
  Buffer.from(JSON.stringify([sort, key, createdAt, productId])).toString('base64url')

/** The place that such a text names; null where it is none, or one of a list in another order. */
export const readCursor = (sort: Sort, text: string): Place | null => {
  const plain = Buffer.from(text, 'base64url').toString('latin1')
  const match = /^\["([a-z_]+)",(-?\d{1,16}),(\d{1,16}),"(prd_[0-9a-z]{26})"\]$/.exec(plain)
  const [, order, key, createdAt, productId = ''] = match ?? []
  return order === sort ? { key: Number(key), createdAt: Number(createdAt), productId } : null
}

/** How far up a phrase stands that so many products bear: it moves only where their number about doubles. */
export const weightOf = (count: number): number => (count <= 0 ? 0 : Math.floor(Math.log2(count) * 2) + 1)

/** Longest beginning that a phrase is suggested by. */
export const LONGEST_PREFIX = 12

/** What one types on the way to a phrase. */
export const prefixesOf = (text: string): string[] =>
  Array.from({ length: Math.min(text.length, LONGEST_PREFIX) }, (_, i) => text.slice(0, i + 1))
