/** Moments as Chinese providers write them: digits of the wall clock in China, `yyyyMMddHHmmss`. */

const DIGITS = /^\d{14}$/

/** Milliseconds UTC → `yyyyMMddHHmmss`; whole seconds, never later than the moment. */
export function chinaDigits(at: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00').toPlainDateTime()
  const text = local.toString({ smallestUnit: 'second', roundingMode: 'floor' })
  return text.replaceAll(/[-:T]/g, '')
}

/** Milliseconds UTC → `yyyy-MM-dd HH:mm:ss`. */
export function chinaClock(at: number): string {
  return chinaDigits(at).replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6')
}

/** `yyyy-MM-dd HH:mm:ss` → milliseconds UTC; undefined for what is no time. */
export function fromChinaClock(clock: string | undefined): number | undefined {
  return fromChinaDigits(clock?.replaceAll(/[-: ]/g, ''))
}

/** `yyyyMMddHHmmss` → milliseconds UTC; undefined for what is no time. */
export function fromChinaDigits(digits: string | undefined): number | undefined {
  if (digits === undefined || !DIGITS.test(digits)) return undefined
  const text = digits.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6+08:00')
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
}
