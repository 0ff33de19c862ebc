/** Decisions about reviews: who may write one and until when, what is shown of a name, verdicts. */
import type { SettingsOf } from '@tiantou/platform'
import type { ReviewSettings } from './settings.ts'
import type { Band, CheckedWord, Facts, Line } from './shapes.ts'
import type { ReviewRow, SummaryRow } from './tables.ts'

type Settings = SettingsOf<ReviewSettings>
type Verdict = CheckedWord['verdict']

const day_ms = 86_400_000
const minute_ms = 60_000

/** Until when a line can be reviewed; null before it has arrived. */
export const reviewUntil = (deliveredAt: number | null, { windowDays }: Pick<Settings, 'windowDays'>) =>
  deliveredAt === null ? null : deliveredAt + windowDays * day_ms

/** Until when a follow-up can be added. */
export const followUpUntil = (row: Pick<ReviewRow, 'submitted_at'>, settings: Settings): number =>
  row.submitted_at + settings.followUpDays * day_ms

/**
 * Why a line cannot be reviewed by its buyer. What came back for bad goods does not silence who got them:
 * those are what a review is for.
 */
export const lineNo = (order: Pick<Facts, 'deliveredAt'>, line: Line, now: number, settings: Settings) => {
  const until = reviewUntil(order.deliveredAt, settings)
  if (until === null) return 'not_delivered'
  if (line.pieces === 0 || line.leftFen + line.claimedFen === 0) return 'refunded'
  return now > until ? 'window_over' : undefined
}

/** 4–5 stars, 3, 1–2. */
export const bandOf = (goods: number): Band => {
  if (goods >= 4) return 'good'
  return goods === 3 ? 'middle' : 'bad'
}

/** A name as strangers may read it: its first and last character. */
export const maskName = (name: string): string => {
  const letters = Array.from(name.trim())
  if (letters.length === 0) return ''
  return `${letters[0]}***${letters.length > 2 ? letters.at(-1) : ''}`
}

/** How much there is to see and to read: a photograph as much as twenty characters, a hundred at most. */
export const weightOf = (text: string, photos: number): number =>
  Math.min(100, Array.from(text.trim()).length) + 20 * photos

const gravity: readonly Verdict[] = ['pass', 'review', 'none', 'retry', 'block']

/** Of several verdicts the one that counts: a block before all, then what is not known yet, then a doubt. */
export const gravest = (words: readonly CheckedWord[]): CheckedWord => ({
  verdict: words
    .map((word) => word.verdict)
    .reduce((one, other) => (gravity.indexOf(one) > gravity.indexOf(other) ? one : other), 'pass'),
  labels: [...new Set(words.flatMap((word) => word.labels))].slice(0, 10),
})

/** After how many tries without an answer it is asked again: after one minute, two, four … an hour. */
export const nextCheckAt = (now: number, tries: number): number =>
  now + Math.min(60, 2 ** Math.min(tries, 10)) * minute_ms

/** A mean in tenths, rounded half up; 0 of nothing. */
const tenths = (sum: number, count: number): number => (count === 0 ? 0 : Math.round((sum * 10) / count))

/** Counted reviews as the numbers that are shown. */
export const summaryOf = (row: SummaryRow | undefined) => ({
  count: row?.reviews ?? 0,
  goodsTenths: tenths(row?.goods_sum ?? 0, row?.reviews ?? 0),
  freshnessTenths: tenths(row?.freshness_sum ?? 0, row?.reviews ?? 0),
  deliveryTenths: tenths(row?.delivery_sum ?? 0, row?.reviews ?? 0),
  stars: row === undefined ? [0, 0, 0, 0, 0] : [row.one, row.two, row.three, row.four, row.five],
  pictured: row?.pictured ?? 0,
  freshBp: row === undefined || row.reviews === 0 ? 0 : Math.round((row.fresh * 10_000) / row.reviews),
})

/** What one review adds to the counts of its product. */
export const addsOf = (row: Pick<ReviewRow, 'goods' | 'freshness' | 'delivery' | 'photos'>) => ({
  reviews: 1,
  goods_sum: row.goods,
  freshness_sum: row.freshness,
  delivery_sum: row.delivery,
  one: Number(row.goods === 1),
  two: Number(row.goods === 2),
  three: Number(row.goods === 3),
  four: Number(row.goods === 4),
  five: Number(row.goods === 5),
  fresh: Number(row.freshness >= 4),
  pictured: Number(row.photos > 0),
})
