/**
 * What a code on a label says: a GS1 Digital Link (GS1 Digital Link Standard: URI Syntax 1.6) of a product by
 * GTIN with its lot, and the weight, price and last day of what was weighed. Pure.
 */

/** The check digit of a GTIN (GS1 General Specifications §7.9) for the digits before it. */
const checkDigit = (digits: string): number => {
  const sum = Array.from(digits).reduce((all, digit, at) => {
    const isThird = (digits.length - at) % 2 === 1
    return all + Number(digit) * (isThird ? 3 : 1)
  }, 0)
  return (10 - (sum % 10)) % 10
}

/** Prefix of numbers that a house gives for its own use (RCN-13, GS1 General Specifications §1.4.5). */
const houseOwn = '029'

/**
 * A GTIN for use within the house, always the same for one id: restricted circulation, so that it never meets
 * a number that GS1 gave to somebody.
 * @param id of a SKU; its last characters are random and become ten digits
 */
export const houseGtin = (id: string): string => {
  let number = 0n
  for (const letter of id.slice(-12)) number = number * 36n + BigInt(Number.parseInt(letter, 36) || 0)
  const body = `${houseOwn}${String(number % 10_000_000_000n).padStart(10, '0')}`
  return `${body}${checkDigit(body)}`
}

/** Whether 14 digits are a GTIN. */
export const isGtin = (text: string): boolean =>
  /^\d{14}$/.test(text) && checkDigit(text.slice(0, 13)) === Number(text[13])

/** Of the characters that may stand in a lot number (GS1 set 82), and at most twenty of them. */
const lotNumber = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/

export interface Labelled {
  readonly gtin: string
  readonly lotNo: string
  /** The last moment that it can be eaten; its day in China is written. */
  readonly useBy: number
  /** Net grams; left out for what is counted. */
  readonly grams?: number
  /** What it costs, in fen; left out where the shopper knows. */
  readonly fen?: number
}

const china_ms = 8 * 3_600_000

/** A day in China as GS1 writes it: 260731. */
const dayOf = (at: number): string => new Date(at + china_ms).toISOString().slice(2, 10).replaceAll('-', '')

/**
 * The address of a label: `https://shop.example/01/02912345678905/10/A1?17=260731&3103=002380&3922=3322`.
 * A lot number that GS1 does not allow is left out.
 * @param origin of the house: scheme and host
 */
export const digitalLink = (origin: string, { gtin, lotNo, useBy, grams, fen }: Labelled): string => {
  const lot = lotNumber.test(lotNo) ? `/10/${encodeURIComponent(lotNo)}` : ''
  const facts = [
    `17=${dayOf(useBy)}`,
    ...(grams === undefined ? [] : [`3103=${String(grams).padStart(6, '0')}`]),
    ...(fen === undefined ? [] : [`3922=${fen}`]),
  ]
  return `${origin}/01/${gtin}${lot}?${facts.join('&')}`
}
