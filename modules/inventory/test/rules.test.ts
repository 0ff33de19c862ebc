/** Decisions about stock: bands, the order of lots, what a reservation asks for. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandOf, inSkuOrder, isPast, newBand, nextLot, takeFromLots } from '../src/rules.ts'

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

test('Lots are emptied in order, and never below zero', () => {
  const lots = [
    { id: 'a', left_pieces: 3 },
    { id: 'b', left_pieces: 0 },
    { id: 'c', left_pieces: 5 },
  ]
  expect(takeFromLots(lots, 2)).toEqual([{ lotId: 'a', pieces: 2 }])
  expect(takeFromLots(lots, 8)).toEqual([
    { lotId: 'a', pieces: 3 },
    { lotId: 'c', pieces: 5 },
  ])
  expect(takeFromLots(lots, 9)).toBeNull()
})

test('The next order gets the lot behind everything that is promised', () => {
  const lots = [
    { id: 'a', left_pieces: 10 },
    { id: 'b', left_pieces: 20 },
  ]
  expect(nextLot(lots, 30)?.id).toBe('a')
  expect(nextLot(lots, 21)?.id).toBe('a')
  expect(nextLot(lots, 20)?.id).toBe('b')
  expect(nextLot(lots, 1)?.id).toBe('b')
  expect(nextLot(lots, 0)).toBeUndefined()
  expect(nextLot([], 0)).toBeUndefined()
})
