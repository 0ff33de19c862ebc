/** Prints what a case measured: a table for people, or one JSON object a line. */

export interface Figure {
  readonly bench: string
  readonly case: string
  readonly value: number
  readonly unit: string
  /** The bare limit measured in the same run; null where there is none. */
  readonly limit: number | null
  readonly ratio: number | null
  readonly p50_ms?: number
  readonly p99_ms?: number
  readonly note?: string
}

const round = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100

/** Prints one figure. */
export const report = (figure: Figure, json: boolean): void => {
  const { bench, value, unit, limit, ratio, p50_ms: p50, p99_ms: p99, note } = figure
  const name = figure.case
  if (json) {
    const rounded = {
      bench,
      case: name,
      value: round(value),
      unit,
      limit: limit === null ? null : round(limit),
    }
    process.stdout.write(`${JSON.stringify({ ...rounded, ratio: ratio === null ? null : round(ratio) })}\n`)
    return
  }
  const parts = [
    `${bench} ${name}`.padEnd(20),
    `${round(value)} ${unit}`.padEnd(18),
    p50 === undefined ? '' : `p50 ${round(p50)} ms  p99 ${round(p99 ?? 0)} ms`,
    limit === null ? '' : `bare ${round(limit)}`,
    ratio === null ? '' : `ratio ${round(ratio)}`,
    note ?? '',
  ]
  process.stdout.write(`${parts.filter((part) => part !== '').join('  ')}\n`)
}
