/**
 * A small made-up country for the twins of maps: real districts, in which every street has a place of its
 * own, always the same one. Roads are straight but a third too long.
 */
import { createHash } from 'node:crypto'
import { DISTRICTS } from './atlas.data.ts'

export interface Found {
  readonly code: string
  readonly province: string
  readonly city: string
  readonly county: string
  /** What stands behind the district. */
  readonly rest: string
  /** GCJ-02, degrees. */
  readonly lng: number
  readonly lat: number
  readonly level: 'city' | 'county' | 'road' | 'door'
}

interface Spot {
  readonly lng: number
  readonly lat: number
}

const SPREAD_DEGREES = 0.03
const METRES_A_DEGREE = 111_195
const DETOUR = 1.33
const METRES_A_SECOND = 11
/** Farther from every district than this there is no road. */
const WILD_METRES = 250_000

const levelOf = (rest: string): Found['level'] =>
  /\d+\s*(号|弄|幢|栋|室)/.test(rest) ? 'door' : /(路|街|道|巷|村|镇)/.test(rest) ? 'road' : 'county'

/** Somewhere in the district, by what the street is called. */
const spotOf = (rest: string, lng: number, lat: number): Spot => {
  const digest = createHash('sha256').update(rest).digest()
  const shift = (at: number) => ((digest.readUInt16BE(at) / 65_535) * 2 - 1) * SPREAD_DEGREES
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return { lng: round(lng + shift(0)), lat: round(lat + shift(2)) }
}

const bare = (name: string): string => name.replace(/(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/, '')

/** Finds an address; undefined where nothing in it is known. `within` names a city or its code. */
export function findPlace(address: string, within = ''): Found | undefined {
  const text = address.replaceAll(/\s/g, '')
  const inCity = DISTRICTS.filter(
    ([code, , city]) => within === '' || city.includes(bare(within)) || code === within,
  )
  const named = inCity.filter(([, , city]) => text.includes(bare(city)))
  const pool = named.length > 0 ? named : within === '' ? [] : inCity
  const district = pool.find(([, , , county]) => text.includes(county))
  const [first] = named
  if (district === undefined) {
    if (first === undefined) return undefined
    const [code, province, city, , lng, lat] = first
    return { code: `${code.slice(0, 4)}00`, province, city, county: '', rest: '', lng, lat, level: 'city' }
  }
  const [code, province, city, county, lng, lat] = district
  const rest = text.slice(text.indexOf(county) + county.length)
  const level = levelOf(rest)
  const spot = level === 'county' ? { lng, lat } : spotOf(rest, lng, lat)
  return { code, province, city, county, rest, ...spot, level }
}

const straight = (from: Spot, to: Spot): number => {
  const narrow = Math.cos((((from.lat + to.lat) / 2) * Math.PI) / 180)
  return METRES_A_DEGREE * Math.hypot((to.lng - from.lng) * narrow, to.lat - from.lat)
}

/** Whether there is a road near. */
export function isByRoad(spot: Spot): boolean {
  return DISTRICTS.some(([, , , , lng, lat]) => straight(spot, { lng, lat }) < WILD_METRES)
}

/** Whole metres and seconds by road. */
export function roadBetween(from: Spot, to: Spot): { readonly metres: number; readonly seconds: number } {
  const metres = Math.round(straight(from, to) * DETOUR)
  return { metres, seconds: Math.round(metres / METRES_A_SECOND) }
}
