/**
 * Numbers and times as people in China write them. Amounts are integer fen, weights grams, times
 * milliseconds UTC.
 */
import { formatWeight, formatYuan } from '@tiantou/kernel'

export { formatYuan as yuan, formatWeight as weight }

/** A place as people say it: `广西壮族自治区 北海市合浦县` is `广西 北海市合浦县`. */
export const shortPlace = (place: string): string =>
  place.replace(/^(\S+?)(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)(?=\s|$)/, '$1')

/**
 * A way of writing times in China, made when it is first needed: each costs a slow phone milliseconds at its
 * start.
 */
const inShanghai = (options: Intl.DateTimeFormatOptions): ((time: number) => string) => {
  let format: Intl.DateTimeFormat | undefined
  return (time) => {
    format ??= new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false, ...options })
    return format.format(time)
  }
}

/** `8/3 09:05` */
export const shortTime = inShanghai({ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' })
/** `2026/08/03 09:05` */
export const longTime = inShanghai({
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})
/** `8月3日` */
export const day = inShanghai({ month: 'long', day: 'numeric' })
/** `09:05` */
export const clock = inShanghai({ hour: '2-digit', minute: '2-digit' })
/** 1–12, the month in China, which knows no summer time. */
export const month = (time: number): number => new Date(time + 8 * 3_600_000).getUTCMonth() + 1
