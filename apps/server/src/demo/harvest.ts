/**
 * When a demo product was harvested, by its season; nothing is harvested that would be spoilt by now. Pure.
 */
import type { DemoProduct } from './crops.ts'

const DAY_MS = 86_400_000
const SHANGHAI_MS = 8 * 3_600_000

/** The last moment of `month` (1–12) in China that is not after `now`. */
const endOf = (month: number, now: number): number => {
  const here = new Date(now + SHANGHAI_MS)
  const [year, thisMonth] = [here.getUTCFullYear(), here.getUTCMonth() + 1]
  return Date.UTC(month < thisMonth ? year : year - 1, month, 1) - SHANGHAI_MS - 1
}

/**
 * Some days ago while the season lasts, else at the end of the last season. Undefined where that would not
 * keep another day: out of season it is sold out, as it is on any market.
 */
export const harvestOf = (
  { product, keepsDays, agedDays }: DemoProduct,
  now: number,
): { readonly harvestedAt: number; readonly useBy: number } | undefined => {
  const thisMonth = new Date(now + SHANGHAI_MS).getUTCMonth() + 1
  const inSeason = product.seasonMonths.includes(thisMonth)
  const last = Math.max(...product.seasonMonths.map((month) => endOf(month, now)))
  const harvestedAt = agedDays === undefined || inSeason ? now - (agedDays ?? 1) * DAY_MS : last
  const useBy = harvestedAt + keepsDays * DAY_MS
  return useBy < now + DAY_MS ? undefined : { harvestedAt, useBy }
}
