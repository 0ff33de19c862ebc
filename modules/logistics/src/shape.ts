/** Pure geometry of delivery areas: what a shape must be, what it lies within, whether a point is inside. */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import { kinks } from '@turf/kinks'
import type { Point } from './port.ts'

type Ring = number[][]
export type Shape = { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] }
export type ShapeFault = 'not_closed' | 'too_many_points' | 'no_surface' | 'crosses_itself'

const MOST_POINTS = 2_000

const polygonsOf = (shape: Shape): Ring[][] =>
  shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
const ringsOf = (shape: Shape): Ring[] => polygonsOf(shape).flat()

const isClosed = (ring: Ring): boolean => {
  const [first, last] = [ring[0], ring.at(-1)]
  return ring.length >= 4 && first?.[0] === last?.[0] && first?.[1] === last?.[1]
}

/** Twice the surface of a ring. Formula: shoelace. */
const surfaceOf = (ring: Ring): number =>
  Math.abs(
    ring.slice(1).reduce((sum, [x = 0, y = 0], i) => {
      const [a = 0, b = 0] = ring[i] ?? []
      return sum + a * y - x * b
    }, 0),
  )

/** What is wrong with a shape (RFC 7946, §3.1.6); undefined for nothing. */
export const faultOf = (shape: Shape): ShapeFault | undefined => {
  const rings = ringsOf(shape)
  if (rings.reduce((sum, ring) => sum + ring.length, 0) > MOST_POINTS) return 'too_many_points'
  if (rings.some((ring) => !isClosed(ring))) return 'not_closed'
  if (rings.some((ring) => surfaceOf(ring) === 0)) return 'no_surface'
  const crosses = polygonsOf(shape).some(
    (coordinates) => kinks({ type: 'Polygon', coordinates }).features.length > 0,
  )
  return crosses ? 'crosses_itself' : undefined
}

/** Whether a point lies inside; on the border is inside, in a hole is not. */
export const isInside = ({ lng, lat }: Point, shape: Shape): boolean =>
  booleanPointInPolygon([lng, lat], shape)

/** What a shape lies within, in millionths of a degree. */
export const boundsOf = (shape: Shape) => {
  const points = ringsOf(shape).flat()
  const lngs = points.map(([lng = 0]) => lng * 1e6)
  const lats = points.map(([, lat = 0]) => lat * 1e6)
  return {
    west_e6: Math.floor(Math.min(...lngs)),
    south_e6: Math.floor(Math.min(...lats)),
    east_e6: Math.ceil(Math.max(...lngs)),
    north_e6: Math.ceil(Math.max(...lats)),
  }
}
