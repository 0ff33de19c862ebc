/** Weights, what comes back, coolant and control charts: rules that need no database. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowedOff, isInControl } from '../src/chart.ts'
import { outcomeOf } from '../src/outcome.ts'
import { backOf, coolantFor, isAbsurd, mostGrams, mustWeigh, paidForShort, useByFrom } from '../src/rules.ts'
import type { LineRow, PartRow } from '../src/tables.ts'

const line = (changes: Partial<LineRow> = {}): LineRow => ({
  id: 'fln_1',
  order_id: 'ord_1',
  no: 1,
  instead_of: null,
  state: 'weighed',
  sku_id: 'sku_1',
  product_id: 'prd_1',
  title: '苹果',
  spec: '1 斤',
  price_mode: 'weight',
  storage_class: 'ambient',
  pieces: 5,
  short_pieces: 0,
  nominal_g: 500,
  tolerance_minus_g: 10,
  tolerance_plus_g: 20,
  price_fen: 1_396,
  list_fen: 3_490,
  paid_fen: 3_490,
  shelf_life_d: 60,
  if_short: 'refund',
  version: 1,
  ...changes,
})
const piece = (changes: Partial<LineRow> = {}) => line({ price_mode: 'piece', price_fen: 698, ...changes })

const part = (line_id: string, got_pieces: number, got_g: number): PartRow => ({
  line_id,
  lot_id: 'lot_1',
  location: 'main',
  order_id: 'ord_1',
  lot_no: 'A',
  use_by: 9,
  pieces: got_pieces,
  got_pieces,
  got_g,
})

test('Lots must last beyond the arrival by a share of the shelf life', () => {
  expect(useByFrom(1_000, 10, 3_000)).toBe(1_000 + 3 * 86_400_000)
  expect(useByFrom(1_000, 0, 3_000)).toBe(1_000)
})

test('Whatever has a price by weight or a tolerance is weighed', () => {
  expect(mustWeigh(line())).toBe(true)
  const counted = piece({ tolerance_minus_g: 0, tolerance_plus_g: 0 })
  expect(mustWeigh(counted)).toBe(false)
  expect(mustWeigh({ ...counted, tolerance_plus_g: 1 })).toBe(true)
  expect(mustWeigh({ ...counted, tolerance_minus_g: 1 })).toBe(true)
})

test('A weight below a third or above three times the nominal one is a slip of the hand', () => {
  const of = (grams: number) => isAbsurd({ nominal_g: 300 }, 2, grams)
  expect([of(199), of(200), of(1_800), of(1_801)]).toEqual([true, false, false, true])
})

test('The tolerance and what the house gives may go out, and no gram more', () => {
  expect(mostGrams(line(), 5, 500)).toBe(2_600 + 125)
  expect(mostGrams(line(), 5, 0)).toBe(2_600)
})

describe('What comes back', () => {
  test('within the tolerance, and above it, is nothing', () => {
    for (const grams of [2_450, 2_500, 2_600, 2_725]) expect(backOf(line(), grams)).toBe(0)
  })
  test('below it is the whole difference, by the price of a kilogram', () => {
    expect(backOf(line(), 2_449)).toBe(3_490 - 3_419)
    expect(backOf(line(), 2_380)).toBe(3_490 - 3_322)
  })
  test('of a line at a price a piece is its share of the weight, rounded for the shopper', () => {
    expect(backOf(piece(), 2_250)).toBe(349)
    expect(backOf(piece(), 2_251)).toBe(348)
  })
  test('with a discount is as much less as was paid less', () => {
    expect(backOf(line({ paid_fen: 1_745 }), 2_380)).toBe(84)
  })
  test('for pieces that were not to be had is what was paid for them', () => {
    expect(backOf(line({ short_pieces: 2 }), 1_500)).toBe(1_396)
    expect(backOf(line({ short_pieces: 5 }), null)).toBe(3_490)
    expect(backOf(line({ short_pieces: 2 }), 1_400)).toBe(1_396 + (2_094 - 1_954))
  })
  test('never is more than was paid, nor less the lighter it is', () => {
    const some = fc.record({
      mode: fc.constantFrom('piece' as const, 'weight' as const),
      pieces: fc.integer({ min: 1, max: 30 }),
      short: fc.nat(30),
      nominal: fc.integer({ min: 1, max: 5_000 }),
      list: fc.nat(500_000),
      off: fc.nat(100),
      price: fc.nat(20_000),
      grams: fc.nat(200_000),
      less: fc.nat(5_000),
    })
    fc.assert(
      fc.property(some, (x) => {
        const one = line({
          price_mode: x.mode,
          pieces: x.pieces,
          short_pieces: Math.min(x.short, x.pieces),
          nominal_g: x.nominal,
          tolerance_minus_g: 0,
          list_fen: x.list,
          paid_fen: Math.floor((x.list * (100 - x.off)) / 100),
          price_fen: x.price,
        })
        const back = backOf(one, x.grams)
        expect(back).toBeGreaterThanOrEqual(0)
        expect(back).toBeLessThanOrEqual(one.paid_fen)
        expect(backOf(one, Math.max(0, x.grams - x.less))).toBeGreaterThanOrEqual(back)
        const shorts = paidForShort({ ...one, short_pieces: 0 }, one.short_pieces)
        expect(backOf(one, null)).toBe(shorts)
      }),
      { numRuns: 2_000 },
    )
  })
})

test('A substitute takes what its forerunner would have given back, and gives back the rest', () => {
  const bought = line({ short_pieces: 2 })
  const cheaper = line({
    id: 'fln_2',
    no: 2,
    instead_of: 'fln_1',
    sku_id: 'sku_2',
    pieces: 2,
    list_fen: 1_000,
    paid_fen: 1_000,
    price_fen: 1_000,
  })
  const parts = [part('fln_1', 3, 1_500), part('fln_2', 2, 1_000)]
  expect(outcomeOf([bought, cheaper], parts)).toEqual([
    { skuId: 'sku_1', pieces: 5, weighedG: 2_500, backFen: 396 },
  ])
  const light = [part('fln_1', 3, 1_500), part('fln_2', 2, 900)]
  expect(outcomeOf([bought, cheaper], light)[0]?.backFen).toBe(396 + 100)
})

test('Coolant goes by weight and days on the road, in steps of 100 g', () => {
  const day = 86_400_000
  expect(coolantFor(1_000, 2_000, day)).toBe(200)
  expect(coolantFor(1_000, 2_000, day + 1)).toBe(400)
  expect(coolantFor(1_001, 2_000, -5)).toBe(300)
  expect(coolantFor(1_000, 0, day)).toBe(0)
})

describe('A scale', () => {
  const check = (off: number) => ({ reference_g: 2_000, shown_g: 2_000 + off })
  test('may be off by one, two or three of its steps, by what lies on it', () => {
    expect([allowedOff(2_500, 5), allowedOff(2_501, 5), allowedOff(10_001, 5)]).toEqual([5, 10, 15])
  })
  test('is not believed unchecked, off, or after eight checks on one side', () => {
    expect(isInControl([], 5)).toBe(false)
    expect(isInControl([check(5)], 5)).toBe(true)
    expect(isInControl([check(6)], 5)).toBe(false)
    expect(isInControl([check(-6), check(0)], 5)).toBe(false)
    const drift = Array.from({ length: 8 }, () => check(2))
    expect(isInControl(drift, 5)).toBe(false)
    expect(isInControl(drift.slice(1), 5)).toBe(true)
    expect(isInControl([...drift.slice(0, 7), check(0)], 5)).toBe(true)
    expect(isInControl([...drift.slice(0, 7), check(-1)], 5)).toBe(true)
  })
})
