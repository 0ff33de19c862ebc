/**
 * What an order came to: of each line as it was bought, what was packed for it (substitutes count for the
 * line whose place they took), and what comes back. Pure.
 */
import { backOf, gotOf, gramsOf, mustWeigh } from './rules.ts'
import type { LineRow, PartRow } from './tables.ts'

export interface Outcome {
  readonly skuId: string
  readonly pieces: number
  readonly weighedG: number | null
  readonly backFen: number
}

/** The line that was bought, in whose place this one stands. */
export const boughtLine = (line: LineRow, lines: readonly LineRow[]): LineRow => {
  const before = lines.find((one) => one.id === line.instead_of)
  return before === undefined ? line : boughtLine(before, lines)
}

/** What comes back of one line by itself. */
export const backOfLine = (line: LineRow, parts: readonly PartRow[]): number =>
  backOf(line, mustWeigh(line) && gotOf(parts) > 0 ? gramsOf(parts) : null)

/** A substitute is paid with what its forerunner would have given back. */
const netBack = (line: LineRow, parts: readonly PartRow[]): number =>
  backOfLine(line, parts) - (line.instead_of === null ? 0 : line.paid_fen)

/** Every line as it was bought, in order. */
export const outcomeOf = (lines: readonly LineRow[], parts: readonly PartRow[]): Outcome[] =>
  lines
    .filter((line) => line.instead_of === null)
    .map((bought) => {
      const own = lines.filter((line) => boughtLine(line, lines).id === bought.id)
      const partsOfOwn = own.map((line) => ({
        line,
        parts: parts.filter((part) => part.line_id === line.id),
      }))
      const all = partsOfOwn.flatMap((one) => one.parts)
      return {
        skuId: bought.sku_id,
        pieces: gotOf(all),
        weighedG: own.some(mustWeigh) ? gramsOf(all) : null,
        backFen: partsOfOwn.reduce((sum, one) => sum + netBack(one.line, one.parts), 0),
      }
    })
