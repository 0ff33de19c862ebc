/** Times and amounts as the gateway writes them, turned without believing any shape. */
import { text, type Wire } from '@tiantou/adapter-kit'
import { formatYuan, MoneyError, parseYuan } from '@tiantou/kernel'

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
