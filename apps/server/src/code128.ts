/**
 * Code 128 (ISO/IEC 15417), the bars that couriers' scanners read a waybill's number from: set B for what
 * people write, set C for runs of figures, two to a symbol. Pure.
 */
import { SYMBOLS } from './code128.data.ts'

const START_B = 104
const START_C = 105
const TO_B = 100
const TO_C = 99
const STOP = 106
const MODULO = 103
/** Fewer figures are not worth the change of sets. */
const WORTH = 4

const pairs = (figures: string): number[] => (figures.match(/../g) ?? []).map(Number)
const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0) - 32)

/** Runs of figures, of an even number of them, and what lies between. */
const runsOf = (text: string): { readonly set: 'B' | 'C'; readonly values: number[] }[] =>
  text
    .split(/(\d{4,})/)
    .flatMap((part): { set: 'B' | 'C'; values: number[] }[] => {
      if (part === '') return []
      if (!/^\d+$/.test(part) || part.length < WORTH) return [{ set: 'B', values: letters(part) }]
      const odd = part.length % 2
      const first = odd === 1 ? [{ set: 'B' as const, values: letters(part.slice(0, 1)) }] : []
      return [...first, { set: 'C', values: pairs(part.slice(odd)) }]
    })
    .filter(({ values }) => values.length > 0)

/** The values of a text with start, changes of sets and check figure, without the stop. */
const valuesOf = (text: string): number[] => {
  const values: number[] = []
  let set: 'B' | 'C' | undefined
  for (const run of runsOf(text)) {
    if (set === undefined) values.push(run.set === 'B' ? START_B : START_C)
    else if (set !== run.set) values.push(run.set === 'B' ? TO_B : TO_C)
    values.push(...run.values)
    set = run.set
  }
  const [start = 0, ...rest] = values
  const check = rest.reduce((sum, value, at) => sum + value * (at + 1), start) % MODULO
  return [...values, check]
}

/**
 * Widths of bars and spaces in turn, in modules, beginning and ending with a bar; no quiet zone.
 * @throws RangeError for a text that is empty or not printable ASCII
 */
export const code128 = (text: string): number[] => {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError('Code 128 holds printable ASCII.')
  return [...valuesOf(text), STOP].flatMap((value) => Array.from(SYMBOLS[value] ?? '', Number))
}
