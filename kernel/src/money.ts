/**
 * Arithmetic on amounts of money: integer fen in, integer fen out, never a float. Parsing, printing,
 * splitting, refunding and rates live here; which amount is due to whom is decided in the modules' own rules.
 */

/** An amount, weight or text that money cannot be made of. A defect of the caller, not a refusal. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError'
}

/** Yuan as people and channel bills write it: up to twelve digits, at most two of meaning after the point. */
const yuanPattern = /^-?\d{1,12}(\.\d{1,2}0*)?$/

/**
 * Asserts that a value is an integer which a double holds exactly (within ±(2^53 − 1)).
 * @param what names the value in the error
 * @throws MoneyError
 */
export const assertSafe = (value: number, what = 'amount'): number => {
  if (!Number.isSafeInteger(value)) throw new MoneyError(`${what} is not a safe integer: ${value}`)
  return value === 0 ? 0 : value
}

/** Back from exact arithmetic to a number; throws MoneyError where the number would not be exact. */
const toSafe = (value: bigint, what: string): number => assertSafe(Number(value), what)

/**
 * Reads an amount in yuan as integer fen. Strict: no sign +, comma, exponent, full-width digit, white space
 * or third decimal other than zeros (channel bills write `0.12000`). One leading backtick, as WeChat bills
 * have it, is dropped.
 * @throws MoneyError
 */
export const parseYuan = (text: string): number => {
  const plain = text.startsWith('`') ? text.slice(1) : text
  if (!yuanPattern.test(plain))
    throw new MoneyError(`not an amount in yuan: ${JSON.stringify(text.slice(0, 40))}`)
  const negative = plain.startsWith('-')
  const [yuan = '0', decimals = ''] = (negative ? plain.slice(1) : plain).split('.')
  const fen = Number(yuan) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
  return negative && fen !== 0 ? -fen : fen
}

/**
 * Writes integer fen as yuan with two decimals and no sign of currency: 1999 is `19.99`, −5 is `-0.05`.
 * @throws MoneyError
 */
export const formatYuan = (fen: number): string => {
  const digits = String(Math.abs(assertSafe(fen))).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const asWeight = (weight: number): bigint => {
  if (assertSafe(weight, 'weight') < 0) throw new MoneyError(`weight is negative: ${weight}`)
  return BigInt(weight)
}

/**
 * Divides a total over weights by the largest remainder; ties go to the lower index. Parts always sum to the
 * total, have its sign, and no part exceeds its weight as long as the total does not exceed the sum of the
 * weights (Hamilton's method).
 * @param total integer, may be negative (a refund)
 * @param weights integers ≥ 0; their sum may be 0 only where the total is
 * @throws MoneyError
 */
export const split = (total: number, weights: readonly number[]): number[] => {
  if (assertSafe(total, 'total') < 0) return split(-total, weights).map((part) => (part === 0 ? 0 : -part))
  const exact = weights.map(asWeight)
  const sum = exact.reduce((a, b) => a + b, 0n)
  if (sum === 0n) {
    if (total !== 0) throw new MoneyError(`${total} cannot be split over weights that sum to 0`)
    return weights.map(() => 0)
  }
  const shares = exact.map((weight, index) => {
    const product = BigInt(total) * weight
    return { index, part: Number(product / sum), rest: product % sum }
  })
  const missing = total - shares.reduce((a, share) => a + share.part, 0)
  const byRest = [...shares].sort((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  )
  for (const share of byRest.slice(0, missing)) share.part += 1
  return shares.map((share) => share.part)
}

/**
 * What is paid back for `now` of `quantity` units when `done` units were paid back before:
 * ⌊paid·(done+now)/quantity⌋ − ⌊paid·done/quantity⌋. Any order of parts sums to `paid` once all units are
 * back.
 * @param paid fen ≥ 0 of the whole line
 * @throws MoneyError where a number is negative, or more is asked for than the line has
 */
export const refundPart = (paid: number, quantity: number, done: number, now: number): number => {
  const numbers = { paid, quantity, done, now }
  for (const [what, value] of Object.entries(numbers)) {
    if (assertSafe(value, what) < 0) throw new MoneyError(`${what} is negative: ${value}`)
  }
  if (quantity === 0 || done + now > quantity) throw new MoneyError(`${done} + ${now} of ${quantity} units`)
  const upTo = (units: number) => (BigInt(paid) * BigInt(units)) / BigInt(quantity)
  return toSafe(upTo(done + now) - upTo(done), 'refund')
}

/** So many fen over parts by their size, part by part as they come due: D'Hondt's divisors. */
const dueOf = (parts: readonly bigint[], sum: bigint, fen: bigint): bigint[] => {
  const due = parts.map((part) => (part * fen) / sum)
  for (let missing = due.reduce((left, one) => left - one, fen); missing > 0n; missing--) {
    let next = 0
    const ahead = (a: number, b: number) =>
      (parts[a] ?? 0n) * ((due[b] ?? 0n) + 1n) > (parts[b] ?? 0n) * ((due[a] ?? 0n) + 1n)
    for (let at = 1; at < parts.length; at++) if (ahead(at, next)) next = at
    due[next] = (due[next] ?? 0n) + 1n
  }
  return due
}

/**
 * What goes back of each part of a sum when `now` of it goes back and `done` went before. Whatever the steps,
 * they sum to `now`, none is below zero, and once all is back each part is back to the fen: a method of
 * divisors (D'Hondt), since largest remainders take from a part again what they gave it before.
 * @param parts fen ≥ 0 of which the sum is made
 * @throws MoneyError where a number is negative, or more is asked for than there is
 */
export const refundParts = (parts: readonly number[], done: number, now: number): number[] => {
  const exact = parts.map(asWeight)
  const sum = exact.reduce((all, part) => all + part, 0n)
  const [before, after] = [asWeight(done), asWeight(done) + asWeight(now)]
  if (after > sum) throw new MoneyError(`${done} + ${now} of ${sum}`)
  if (sum === 0n) return parts.map(() => 0)
  const paid = dueOf(exact, sum, before)
  return dueOf(exact, sum, after).map((due, at) => Number(due - (paid[at] ?? 0n)))
}

/**
 * A share of an amount in basis points (1 % is 100), rounded half away from zero. What is left for the other
 * side is got by subtraction, never by a second rounding.
 * @throws MoneyError
 */
export const rate = (fen: number, basisPoints: number): number => {
  const product = BigInt(assertSafe(fen)) * BigInt(assertSafe(basisPoints, 'rate'))
  const size = product < 0n ? -product : product
  const rounded = (size + 5_000n) / 10_000n
  return toSafe(product < 0n ? -rounded : rounded, 'share')
}
