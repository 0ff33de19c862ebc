/** Shapes of areas: what is no shape, and inside or outside as a count of windings says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, faultOf, isInside, type Shape } from '../src/shape.ts'

type Ring = number[][]
const polygon = (...coordinates: Ring[]): Shape => ({ type: 'Polygon', coordinates })
const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

/** How often a ring goes around a point. Formula: Sunday, winding number by crossings of an eastern ray. */
const windings = (lng: number, lat: number, ring: Ring): number =>
  ring.slice(1).reduce((sum, [x2 = 0, y2 = 0], i) => {
    const [x1 = 0, y1 = 0] = ring[i] ?? []
    const side = (x2 - x1) * (lat - y1) - (lng - x1) * (y2 - y1)
    if (y1 <= lat && y2 > lat && side > 0) return sum + 1
    return y1 > lat && y2 <= lat && side < 0 ? sum - 1 : sum
  }, 0)

/** A star around a middle: rays in turn, each of its own length, so that no two sides cross. */
const star = fc.array(fc.integer({ min: 5, max: 100 }), { minLength: 3, maxLength: 40 }).map((lengths) => {
  const points = lengths.map((length, i) => {
    const angle = (2 * Math.PI * (i + 0.5)) / lengths.length
    return [116.4 + (length / 1_000) * Math.cos(angle), 39.9 + (length / 1_000) * Math.sin(angle)]
  })
  return [...points, points[0] ?? []]
})
const nearby = fc.tuple(fc.integer({ min: -120, max: 120 }), fc.integer({ min: -120, max: 120 }))

describe('What is a shape', () => {
  const bow = [
    [0, 0],
    [1, 1],
    [1, 0],
    [0, 1],
    [0, 0],
  ]
  const circle = (points: number): Ring => {
    const ring = Array.from({ length: points - 1 }, (_, i) => {
      const angle = (2 * Math.PI * i) / (points - 1)
      return [Math.cos(angle), Math.sin(angle)]
    })
    return [...ring, ring[0] ?? []]
  }

  test.each([
    ['a box', polygon(box(0, 0, 1, 1)), undefined],
    ['a box with a hole', polygon(box(0, 0, 3, 3), box(1, 1, 2, 2)), undefined],
    ['two boxes', { type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(2, 2, 3, 3)]] }, undefined],
    ['2,000 points', polygon(circle(2_000)), undefined],
    ['2,001 points', polygon(circle(2_001)), 'too_many_points'],
    ['an open ring', polygon(box(0, 0, 1, 1).slice(0, 4)), 'not_closed'],
    ['an open hole', polygon(box(0, 0, 3, 3), box(1, 1, 2, 2).slice(0, 4)), 'not_closed'],
    ['a ring of three points', polygon([...box(0, 0, 1, 1).slice(0, 2), [0, 0]]), 'not_closed'],
    [
      'a line there and back',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      'no_surface',
    ],
    [
      'a bow',
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 2],
        [0, 0],
      ]),
      'crosses_itself',
    ],
    ['a hole through the border', polygon(box(0, 0, 2, 2), box(1, 1, 3, 3)), 'crosses_itself'],
    ['a bow with as much left as right', polygon(bow), 'no_surface'],
  ] as const)('%s', (_name, shape, fault) => {
    expect(faultOf(shape as Shape)).toBe(fault)
  })
})

describe('Inside', () => {
  test('is what a count of windings says, of any star', () => {
    fc.assert(
      fc.property(star, nearby, (ring, [east, north]) => {
        // Off the lattice of round numbers: no point lies on a side.
        const [lng, lat] = [116.4 + east / 1_000 + 0.000_123_4, 39.9 + north / 1_000 + 0.000_345_6]
        expect(isInside({ lng, lat }, polygon(ring))).toBe(windings(lng, lat, ring) !== 0)
        expect(faultOf(polygon(ring))).toBeUndefined()
      }),
    )
  })

  test('is the border and the corner, but not the hole', () => {
    const shape = polygon(box(0, 0, 3, 3), box(1, 1, 2, 2))
    for (const [lng, lat, inside] of [
      [0, 0, true],
      [3, 1.5, true],
      [0.5, 0.5, true],
      [1.5, 1.5, false],
      [3.000_001, 1, false],
      [-0.000_001, 1, false],
    ] as const) {
      expect([lng, lat, isInside({ lng, lat }, shape)]).toEqual([lng, lat, inside])
    }
  })

  test('is never outside the bounds', () => {
    fc.assert(
      fc.property(star, nearby, (ring, [east, north]) => {
        const shape = polygon(ring)
        const point = { lng: 116.4 + east / 1_000, lat: 39.9 + north / 1_000 }
        const bounds = boundsOf(shape)
        if (!isInside(point, shape)) return
        expect(Math.ceil(point.lng * 1e6)).toBeGreaterThanOrEqual(bounds.west_e6)
        expect(Math.floor(point.lng * 1e6)).toBeLessThanOrEqual(bounds.east_e6)
        expect(Math.ceil(point.lat * 1e6)).toBeGreaterThanOrEqual(bounds.south_e6)
        expect(Math.floor(point.lat * 1e6)).toBeLessThanOrEqual(bounds.north_e6)
      }),
    )
  })
})
