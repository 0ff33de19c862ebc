/**
 * Whose money goes back. A refund that names its lines (weighed less, not there, bad) takes from those; any
 * other takes from every line and the freight in proportion. Both together never take more from a line than
 * was paid for it, and in the end all of it. Pure.
 */
import { refundParts } from '@tiantou/kernel'
import type { ReturnRow } from './tables.ts'

/** A refund that names its lines: parts as in the order, the freight last. */
export interface Named {
  /** What went back before it, of all the order's money. */
  readonly beforeFen: number
  readonly parts: readonly number[]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const less = (whole: readonly number[], taken: readonly number[]): number[] =>
  whole.map((fen, at) => fen - (taken[at] ?? 0))

/**
 * What a refund that names its lines really takes: from none more than is left of it; what is too much is
 * spread over the others.
 */
const capped = (left: readonly number[], parts: readonly number[]): number[] => {
  const own = parts.map((fen, at) => Math.min(fen, left[at] ?? 0))
  const over = sum(parts) - sum(own)
  const more = refundParts(less(left, own), 0, over)
  return own.map((fen, at) => fen + (more[at] ?? 0))
}

/** What is left of each part after all that went back before a certain moment. */
const leftAt = (whole: readonly number[], named: readonly Named[], beforeFen: number) => {
  let left = [...whole]
  let gone = 0
  for (const { beforeFen: at, parts } of named.filter((one) => one.beforeFen < beforeFen)) {
    left = less(left, refundParts(left, 0, at - gone))
    left = less(left, capped(left, parts))
    gone = at + sum(parts)
  }
  return { basis: left, gone }
}

/**
 * Of each part what goes back with one refund.
 * @param whole fen of each line and, last, of the freight
 * @param named all refunds of the order that name their lines, by what went back before them
 * @param beforeFen what went back before this one
 */
export const partsOfRefund = (
  whole: readonly number[],
  named: readonly Named[],
  beforeFen: number,
  refundFen: number,
): number[] => {
  const { basis, gone } = leftAt(whole, named, beforeFen)
  const own = named.find((one) => one.beforeFen === beforeFen)
  if (own === undefined) return refundParts(basis, beforeFen - gone, refundFen)
  return capped(less(basis, refundParts(basis, 0, beforeFen - gone)), own.parts)
}

/**
 * What of each line is left once so much of the order's money went back; the freight last.
 * @param beforeFen what went back
 */
export const leftOf = (whole: readonly number[], named: readonly Named[], beforeFen: number): number[] => {
  const { basis, gone } = leftAt(whole, named, beforeFen)
  return less(basis, refundParts(basis, 0, beforeFen - gone))
}

/** Rows of the refunds that name their lines, as parts; line 0 is the freight and stands last. */
export const namedReturns = (rows: readonly ReturnRow[], lines: number): Named[] =>
  [...Map.groupBy(rows, (row) => row.biz_key).values()]
    .map((own) => ({
      beforeFen: own[0]?.before_fen ?? 0,
      parts: [...Array.from({ length: lines }, (_, at) => at + 1), 0].map((no) =>
        sum(own.filter((row) => row.line_no === no).map((row) => row.fen)),
      ),
    }))
    .sort((a, b) => a.beforeFen - b.beforeFen)
