/** Decisions about stock: bands, the order of lots, what a reservation asks for. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bandOf,
  becameLow,
  inSkuOrder,
  isPast,
  newBand,
  nextPlace,
  roomOf,
  takeFrom,
  weightOf,
  weighedOut,
} from '../src/rules.ts'

test('None, few and plenty meet where the setting says', () => {
  expect([0, 1, 20, 21].map((left) => bandOf(left, 20))).toEqual(['none', 'few', 'few', 'plenty'])
  expect([0, 1].map((left) => bandOf(left, 0))).toEqual(['none', 'plenty'])
})

test('A band is new only where it changes', () => {
  expect(newBand(30, 21, 20)).toBeNull()
  expect(newBand(21, 20, 20)).toBe('few')
  expect(newBand(1, 0, 20)).toBe('none')
  expect(newBand(0, 50, 20)).toBe('plenty')
})

test('Lines are merged and in SKU order, whatever order they come in', () => {
  const lines = fc.array(fc.record({ skuId: fc.constantFrom('a', 'b', 'c', 'd'), pieces: fc.nat(9) }))
  fc.assert(
    fc.property(lines, (asked) => {
      const ordered = inSkuOrder(asked)
      const skus = ordered.map((line) => line.skuId)
      expect(skus).toEqual([...new Set(asked.map((line) => line.skuId))].toSorted())
      const sum = (all: readonly { pieces: number }[]) => all.reduce((total, line) => total + line.pieces, 0)
      expect(sum(ordered)).toBe(sum(asked))
    }),
  )
})

test('A lot past its use-by, or harvested after it, is past', () => {
  expect(isPast(1, 10, 9)).toBe(false)
  expect(isPast(1, 10, 10)).toBe(true)
  expect(isPast(11, 10, 5)).toBe(true)
})

test('A SKU becomes low once, on its way down over the mark', () => {
  expect(becameLow(11, 10, 10)).toBe(true)
  expect(becameLow(10, 9, 10)).toBe(false)
  expect(becameLow(9, 12, 10)).toBe(false)
})

const place = (lot_id: string, pieces: number, allocated = 0) => ({
  lot_id,
  location: 'main',
  pieces,
  weight_g: pieces * 7,
  allocated,
})

test('Places are emptied in order, and never below zero', () => {
  const places = [place('a', 3), place('b', 0), place('c', 5)]
  const taken = (pieces: number) =>
    takeFrom(places, pieces)?.map((part) => [part.place.lot_id, part.pieces, part.grams])
  expect(taken(2)).toEqual([['a', 2, 14]])
  expect(taken(8)).toEqual([
    ['a', 3, 21],
    ['c', 5, 35],
  ])
  expect(taken(9)).toBeUndefined()
})

test('What is allocated to others stays where it lies', () => {
  const places = [place('a', 3, 2), place('b', 5)]
  expect(takeFrom(places, 6)?.map((part) => [part.place.lot_id, part.pieces])).toEqual([
    ['a', 1],
    ['b', 5],
  ])
  expect(takeFrom(places, 7)).toBeNull()
  expect(nextPlace(places, 6)?.lot_id).toBe('a')
  expect(nextPlace(places, 5)?.lot_id).toBe('b')
})

test('A scale may find a gain; what the last piece leaves behind has dried out', () => {
  const lying = { pieces: 4, weight_g: 2_000 }
  expect(weighedOut(lying, 1, 480)).toEqual({ gained: 0, left: 1_520, dried: 0 })
  expect(weighedOut(lying, 4, 1_900)).toEqual({ gained: 0, left: 0, dried: 100 })
  expect(weighedOut(lying, 4, 2_100)).toEqual({ gained: 100, left: 0, dried: 0 })
  expect(weighedOut(lying, 3, 2_100)).toEqual({ gained: 100, left: 0, dried: 0 })
})

test('An order has room for what it bought and got no lot for', () => {
  const lines = [
    { sku_id: 'a', pieces: 5, state: 'sold' as const },
    { sku_id: 'b', pieces: 2, state: 'released' as const },
  ]
  const room = roomOf(lines, [
    { sku_id: 'a', pieces: 2 },
    { sku_id: 'a', pieces: 1 },
  ])
  expect([room.get('a'), room.get('b')]).toEqual([2, undefined])
})

test('Whatever leaves bit by bit weighs what lay there, to the gram', () => {
  const some = fc.record({ weight_g: fc.nat(100_000_000), parts: fc.array(fc.integer({ min: 1, max: 900 })) })
  fc.assert(
    fc.property(some, ({ weight_g, parts }) => {
      let left = { pieces: parts.reduce((sum, part) => sum + part, 0), weight_g }
      for (const part of parts) {
        const grams = weightOf(left, part)
        expect(grams).toBeGreaterThanOrEqual(0)
        left = { pieces: left.pieces - part, weight_g: left.weight_g - grams }
      }
      expect(left.weight_g).toBe(parts.length === 0 ? weight_g : 0)
    }),
  )
})

test('The next order gets the lot behind everything that is promised', () => {
  const places = [place('a', 10), place('b', 20)]
  expect(nextPlace(places, 30)?.lot_id).toBe('a')
  expect(nextPlace(places, 21)?.lot_id).toBe('a')
  expect(nextPlace(places, 20)?.lot_id).toBe('b')
  expect(nextPlace(places, 1)?.lot_id).toBe('b')
  expect(nextPlace(places, 0)).toBeUndefined()
  expect(nextPlace([], 0)).toBeUndefined()
})
