/**
 * Numbers and times as people in China write them. Amounts are integer fen, weights grams, times
 * milliseconds UTC.
 */
import { formatWeight, formatYuan } from '@tiantou/kernel'

export { formatYuan as yuan, formatWeight as weight }

/** A place as people say it: `广西壮族自治区 北海市合浦县` is `广西 北海市合浦县`. */
export const shortPlace = (place: string): string =>
  place.replace(/^(\S+?)(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)(?=\s|$)/, '$1')

const inShanghai = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', ...options })

const dayAndTime = inShanghai({
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const wholeTime = inShanghai({
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const dayOnly = inShanghai({ month: 'long', day: 'numeric' })
const clockOnly = inShanghai({ hour: '2-digit', minute: '2-digit', hour12: false })
const monthOnly = inShanghai({ month: 'numeric' })

/** `8/3 09:05` */
export const shortTime = (time: number): string => dayAndTime.format(time)
/** `2026/08/03 09:05` */
export const longTime = (time: number): string => wholeTime.format(time)
/** `8月3日` */
export const day = (time: number): string => dayOnly.format(time)
/** `09:05` */
export const clock = (time: number): string => clockOnly.format(time)
/** 1–12, the month in China. */
export const month = (time: number): number => Number.parseInt(monthOnly.format(time), 10)
