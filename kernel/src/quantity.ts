/**
 * How much of something: integer grams, pieces or millilitres. Conversions to what people say (斤, kg) and the
 * price of a weight live here; no fraction is ever stored.
 */
import { assertSafe, MoneyError } from './money.ts'

/** The unit in which a quantity is counted and stored. */
export type Unit = 'g' | 'piece' | 'ml'

/** Grams in one 斤 (jin), the unit in which China's markets quote. */
export const jin_g = 500

/** Grams in one kilogram. */
export const kg_g = 1000

/** How a weight is shown: `auto` takes grams below one kilogram, kilograms from there on. */
export type WeightStyle = 'auto' | 'g' | 'kg' | 'jin'

const toGrams = (text: string, unit_g: number): number => {
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text)
  if (!match) throw new MoneyError(`not a weight: ${JSON.stringify(text.slice(0, 40))}`)
  const thousandths = Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'))
  const scaled = thousandths * unit_g
  if (scaled % 1000 !== 0) throw new MoneyError(`not a whole number of grams: ${text}`)
  return scaled / 1000
}

/**
 * Reads a weight in kilograms (`2.5`, at most three decimals) as integer grams.
 * @throws MoneyError
 */
export const parseKg = (text: string): number => toGrams(text, kg_g)

/**
 * Reads a weight in 斤 (500 g each; `1.5` is 750 g) as integer grams.
 * @throws MoneyError where it is no weight or no whole number of grams
 */
export const parseJin = (text: string): number => toGrams(text, jin_g)

/** A decimal text of grams over a unit: exact, without needless zeros. */
const inUnits = (weight_g: number, unit_g: number): string => {
  const thousandths = (BigInt(Math.abs(weight_g)) * 1000n) / BigInt(unit_g)
  const decimals = String(thousandths % 1000n)
    .padStart(3, '0')
    .replace(/0+$/, '')
  return `${weight_g < 0 ? '-' : ''}${thousandths / 1000n}${decimals && `.${decimals}`}`
}

/**
 * Writes grams for people, exactly: 2500 is `2.5 kg`, 350 is `350 g`, with style `jin` 750 is `1.5 斤`.
 * @throws MoneyError where it is not a safe integer
 */
export const formatWeight = (weight_g: number, style: WeightStyle = 'auto'): string => {
  assertSafe(weight_g, 'weight')
  if (style === 'jin') return `${inUnits(weight_g, jin_g)} 斤`
  if (style === 'g' || (style === 'auto' && Math.abs(weight_g) < kg_g)) return `${weight_g} g`
  return `${inUnits(weight_g, kg_g)} kg`
}

/**
 * The price of a weight, rounded half up to whole fen: (g · price + 500) div 1000, exactly.
 * @param weight_g grams ≥ 0
 * @param fenPerKg fen for one kilogram, ≥ 0
 * @throws MoneyError
 */
export const priceByWeight = (weight_g: number, fenPerKg: number): number => {
  if (assertSafe(weight_g, 'weight') < 0) throw new MoneyError(`weight is negative: ${weight_g}`)
  if (assertSafe(fenPerKg, 'price') < 0) throw new MoneyError(`price is negative: ${fenPerKg}`)
  const product = weight_g * fenPerKg
  if (product <= Number.MAX_SAFE_INTEGER - 500) {
    const rounded = product + 500
    return (rounded - (rounded % 1000)) / 1000
  }
  return assertSafe(Number((BigInt(weight_g) * BigInt(fenPerKg) + 500n) / 1000n), 'price of weight')
}

/**
 * The price of one 斤 for display, in fen, rounded half up. What is charged is always `priceByWeight` of the
 * real weight.
 * @throws MoneyError
 */
export const pricePerJin = (fenPerKg: number): number => priceByWeight(jin_g, fenPerKg)
