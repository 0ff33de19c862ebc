/**
 * Provinces, cities and counties by their six-digit code (GB/T 2260), from @vant/area-data. Pure, and a door
 * of its own: whoever needs no regions does not carry the list.
 */
import { areaList } from '@vant/area-data'

export interface Region {
  readonly province: string
  readonly city: string
  readonly county: string
}

const named = (list: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(list, code) ? list[code] : undefined

/** The names of a county or district; undefined where the code names none. */
export const regionOf = (code: string): Region | undefined => {
  const county = named(areaList.county_list, code)
  const city = named(areaList.city_list, `${code.slice(0, 4)}00`)
  const province = named(areaList.province_list, `${code.slice(0, 2)}0000`)
  if (county === undefined || city === undefined || province === undefined) return undefined
  return { province, city, county }
}

/** Whether a code names a province, a city or a county. */
export const isRegion = (code: string): boolean =>
  [areaList.province_list, areaList.city_list, areaList.county_list].some(
    (list) => named(list, code) !== undefined,
  )

/** The code of a county with those of its city and province: most exact first. */
export const regionChain = (code: string): string[] => [
  ...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`]),
]
