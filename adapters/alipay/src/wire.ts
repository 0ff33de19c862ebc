/**
 * Reads foreign JSON and forms field by field, and turns times and amounts, without believing any shape. No
 * rule of Alipay lives here.
 */
import { formatYuan, MoneyError, parseYuan } from '@tiantou/kernel'

export type Wire = Readonly<Record<string, unknown>>

/** The parsed object, or undefined when the text is not a JSON object. */
export function parseObject(json: string): Wire | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : undefined
  } catch {
    return undefined
  }
}

/** A non-empty text, or undefined. */
export function text(wire: Wire, name: string): string | undefined {
  const value = wire[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An amount in yuan → integer fen; undefined when absent, negative or no amount. */
export function fen(wire: Wire, name: string): number | undefined {
  const value = text(wire, name)
  if (value === undefined) return undefined
  try {
    const amount = parseYuan(value)
    return amount < 0 ? undefined : amount
  } catch (error) {
    if (error instanceof MoneyError) return undefined
    throw error
  }
}

/** Integer fen → `19.99`. */
export const yuan = formatYuan

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/

/** `yyyy-MM-dd HH:mm:ss` in China → milliseconds UTC; undefined when absent or no time. */
export function time(wire: Wire, name: string): number | undefined {
  const value = text(wire, name)
  if (value === undefined || !TIME.test(value)) return undefined
  try {
    return Temporal.Instant.from(`${value.replace(' ', 'T')}+08:00`).epochMilliseconds
  } catch {
    return undefined
  }
}

/** Milliseconds UTC → `yyyy-MM-dd HH:mm:ss` in China; whole seconds, never later than the moment. */
export function chinaTime(at: number): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00')
  return moment
    .toPlainDateTime()
    .toString({ smallestUnit: 'second', roundingMode: 'floor' })
    .replace('T', ' ')
}

/** Cuts to a number of characters without splitting one. */
export function cut(value: string, length: number): string {
  return Array.from(value).slice(0, length).join('')
}
