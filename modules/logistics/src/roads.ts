/** Pure decisions about roads: which provider is asked, how far it is where no map answers. */
import type { Carrier, LogisticsPorts, Maps, Point } from './port.ts'

const EARTH_RADIUS_M = 6_371_008.8
/** Roads in China are so much longer than the straight line, on the whole. */
const DETOUR = 1.35

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres along the surface of the earth. Formula: haversine, mean radius of IUGG. */
export const straightMetres = (from: Point, to: Point): number => {
  const halfLat = Math.sin(radians(to.lat - from.lat) / 2)
  const halfLng = Math.sin(radians(to.lng - from.lng) / 2)
  const h = halfLat ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * halfLng ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, h)))
}

/** Whole metres by road, as well as a straight line can tell. */
export const roughMetres = (from: Point, to: Point): number => Math.round(straightMetres(from, to) * DETOUR)

/** Maps that are configured, the preferred first. */
export const mapsInTurn = (ports: LogisticsPorts, first: Maps['name']): Maps[] => {
  const both = first === 'amap' ? [ports.amap, ports['tencent-map']] : [ports['tencent-map'], ports.amap]
  return both.filter((one) => one !== undefined)
}

/** S.F. is asked itself where we have a contract with it; everyone else through 快递100. */
export const carrierFor = (ports: LogisticsPorts, carrier: string): Carrier | undefined =>
  (carrier === 'shunfeng' ? ports['sf-express'] : undefined) ?? ports.kuaidi100
