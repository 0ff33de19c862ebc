/** Text as it is compared: one form of every character, weights as one token. Pure. */

/** Chinese numerals as they stand before a unit; 两 is both a number and a unit, the unit wins behind one. */
const NUMERALS: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  半: 0.5,
}

/** Grams of one unit, longest spelling first where one begins another. */
const UNITS: readonly (readonly [string, number])[] = [
  ['公斤', 1_000],
  ['千克', 1_000],
  ['市斤', 500],
  ['kg', 1_000],
  ['jin', 500],
  ['斤', 500],
  ['两', 50],
  ['克', 1],
  ['g', 1],
]

const GRAMS = new Map(UNITS)
const UNIT = UNITS.map(([unit]) => unit).join('|')
const AMOUNT = String.raw`\d+(?:\.\d+)?|十[一二三四五六七八九]|[二三四五六七八九]?十|[一二两三四五六七八九半]`
/** `4.5-5斤` is two weights of one unit. A letter behind a unit of letters makes it another word. */
const WEIGHT = new RegExp(`(?:(${AMOUNT})[-~至到])?(${AMOUNT}) ?(${UNIT})(?![a-z])(半)?`, 'g')

const numberOf = (text: string): number => {
  const value = Number(text)
  if (!Number.isNaN(value)) return value
  if (!text.includes('十')) return NUMERALS[text] ?? 0
  const [tens = '', ones = ''] = text.split('十')
  return (tens === '' ? 1 : (NUMERALS[tens] ?? 0)) * 10 + (NUMERALS[ones] ?? 0)
}

/** One form of what looks alike: full width, upper case, spaces. */
export const normalise = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim()

/** The token of a weight, the same however it is written: 2500g, 2.5kg and 5斤 are `w2500`. */
export const weightToken = (grams: number): string => `w${Math.round(grams)}`

export interface Weighed {
  /** The text without its weights. */
  readonly rest: string
  readonly grams: readonly number[]
}

/** Takes the weights out of a normalised text. */
export const takeWeights = (text: string): Weighed => {
  const grams: number[] = []
  const rest = text.replaceAll(WEIGHT, (whole, from: string | undefined, to: string, unit: string, half) => {
    const one = GRAMS.get(unit) ?? 1
    const amounts = [from, to]
      .filter((amount) => amount !== undefined)
      .map((amount) => numberOf(amount) * one)
    if (half !== undefined) amounts[amounts.length - 1] = (amounts.at(-1) ?? 0) + one / 2
    if (amounts.some((amount) => amount < 1 || amount > 1_000_000)) return whole
    grams.push(...amounts.map((amount) => Math.round(amount)))
    return ' '
  })
  return { rest: rest.replaceAll(/\s+/gu, ' ').trim(), grams: [...new Set(grams)] }
}

const RUN = /[\p{Script=Han}]+|[a-z]+|\d+[a-z]?/gu

/** Stretches of one script: 云南apple8424 → 云南, apple, 8424. */
export const runsOf = (text: string): string[] => text.match(RUN) ?? []

export const isHan = (text: string): boolean => /^\p{Script=Han}/u.test(text)
export const isLatin = (text: string): boolean => /^[a-z]/.test(text)

const WIDTH = 64
const table = new Uint8Array(3 * WIDTH)

/**
 * Damerau's distance of neighbours: insertions, losses, swaps and turned pairs it takes from one text to the
 * other; anything above `most` is `most + 1`. Texts are no longer than 60 characters.
 */
export const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most || Math.max(a.length, b.length) >= WIDTH) return most + 1
  // Three rows by turns: the one that is filled, the last, and the one before.
  const at = (row: number, column: number) => (row % 3) * WIDTH + column
  const cell = (row: number, column: number) => table[at(row, column)] as number
  for (let j = 0; j <= b.length; j += 1) table[at(0, j)] = j
  for (let i = 1; i <= a.length; i += 1) {
    table[at(i, 0)] = i
    let least = i
    for (let j = 1; j <= b.length; j += 1) {
      const swap = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + swap)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, cell(i - 2, j - 2) + 1)
      table[at(i, j)] = cost
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
  }
  return Math.min(cell(a.length, b.length), most + 1)
}

/** The letters of a text as bits: texts that differ in many letters are far from one another. */
export const lettersOf = (text: string): number => {
  let letters = 0
  for (let i = 0; i < text.length; i += 1) letters |= 1 << (text.charCodeAt(i) - 97)
  return letters
}

/** How many bits are set. */
export const bitsIn = (mask: number): number => {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count += 1
  return count
}
