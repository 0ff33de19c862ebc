/** Days in China, when a bill is due, and what a difference is called once we know what else there is. */
import type { ChannelName } from './bills/formats.ts'
import type { DifferenceClass } from './classes.data.ts'
import type { Difference } from './match.ts'
import type { KnownTrade } from './port.ts'

const DAY_MS = 86_400_000
const ZONE = '+08:00'
/** Bills are ready in the morning; who has none by noon is told. Sources: the providers' pages on bills. */
const READY_HOUR = 9
const NOON_HOUR = 12
/** Days that were missed are caught up with, a few at a time. */
const MOST_DUE = 5

/** The first moment of a day in China. */
export const startOf = (day: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(ZONE).epochMilliseconds
/** The last moment of a day in China: when what its bill says took place, for the books. */
export const endOf = (day: string): number => startOf(day) + DAY_MS - 1

/** The day in China at a moment. */
export const dayAt = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate().toString()

export const dayAfter = (day: string, days = 1): string =>
  Temporal.PlainDate.from(day).add({ days }).toString()

const hoursInto = (now: number, day: string): number => (now - startOf(dayAfter(day))) / 3_600_000

/** Whether nothing can move on that day any more. */
export const isOver = (day: string, now: number): boolean => hoursInto(now, day) >= 0
/** Whether the bill of a day may be asked for. */
export const isReady = (day: string, now: number): boolean => hoursInto(now, day) >= READY_HOUR
/** Whether the bill of a day should have been there. */
export const isOverdue = (day: string, now: number): boolean => hoursInto(now, day) >= NOON_HOUR

/**
 * Days of a channel to ask for: behind the last that was compared, or yesterday alone.
 * @param last the last day that was compared, undefined before the first
 */
export const dueDays = (last: string | undefined, now: number): string[] => {
  const yesterday = dayAfter(dayAt(now), -1)
  const days: string[] = []
  let day = last === undefined ? yesterday : dayAfter(last)
  while (day <= yesterday && days.length < MOST_DUE) {
    if (isReady(day, now)) days.push(day)
    day = dayAfter(day)
  }
  return days
}

const of = (kind: string, number: string): string => `${kind} ${number}`

/**
 * What a line that only the bill has is called, by what we know of its numbers: the same trade of another
 * day, one whose money we did not see move, its opposite, or nothing at all.
 */
export const classOf = (one: Difference, known: ReadonlyMap<string, KnownTrade>): DifferenceClass => {
  if (one.class !== 'channel_only') return one.class
  const own = known.get(of(one.kind, one.number))
  if (own !== undefined) return own.at === null ? 'status_diff' : 'day_cut'
  if (known.has(of(one.kind === 'pay' ? 'refund' : 'pay', one.number))) return 'swapped'
  const hasPay = known.has(of('pay', one.payNumber))
  return one.kind === 'refund' && !hasPay ? 'refund_without_pay' : 'channel_only'
}

/** Known trades by kind and number. */
export const byNumber = (trades: readonly KnownTrade[]): Map<string, KnownTrade> =>
  new Map(trades.map((trade) => [of(trade.kind, trade.number), trade]))

/** What a channel charges by contract, of the settings. */
export const feeBpOf = (
  channel: ChannelName,
  settings: { readonly wechatPayFeeBp: number; readonly alipayFeeBp: number },
): number => (channel === 'wechat-pay' ? settings.wechatPayFeeBp : settings.alipayFeeBp)

/** Whole days from one moment to another. */
export const ageDays = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / DAY_MS))
