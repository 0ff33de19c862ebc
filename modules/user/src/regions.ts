/** Provinces, cities and counties by their six-digit code (GB/T 2260), from @vant/area-data. Pure. */
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
