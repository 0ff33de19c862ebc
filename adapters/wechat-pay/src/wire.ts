/**
 * Reads foreign JSON field by field and turns times, without believing any shape. No WeChat Pay meaning
 * lives here.
 */

export type Wire = Readonly<Record<string, unknown>>

/** The parsed object, or undefined when the bytes are not a JSON object. */
export function parseObject(bytes: Buffer): Wire | undefined {
  try {
    return asObject(JSON.parse(bytes.toString('utf8')))
  } catch {
    return undefined
  }
}

export function asObject(value: unknown): Wire | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : undefined
}

/** A non-empty text, or undefined. */
export function text(wire: Wire | undefined, name: string): string | undefined {
  const value = wire?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A non-negative safe integer, or undefined. */
export function integer(wire: Wire | undefined, name: string): number | undefined {
  const value = wire?.[name]
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

/** RFC 3339 text → milliseconds UTC; undefined when absent or not a time. */
export function time(wire: Wire | undefined, name: string): number | undefined {
  const value = text(wire, name)
  if (value === undefined) return undefined
  try {
    return Temporal.Instant.from(value).epochMilliseconds
  } catch {
    return undefined
  }
}

/** Milliseconds UTC → RFC 3339 in China's time, whole seconds: `2026-05-01T08:00:00+08:00`. */
export function chinaTime(at: number): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00')
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** Cuts to a number of characters. */
export function cutChars(value: string, most: number): string {
  return Array.from(value).slice(0, most).join('')
}

/** Cuts to a number of UTF-8 bytes without splitting a character. */
export function cutBytes(value: string, bytes: number): string {
  let cut = ''
  let used = 0
  for (const character of value) {
    used += Buffer.byteLength(character, 'utf8')
    if (used > bytes) break
    cut += character
  }
  return cut
}
