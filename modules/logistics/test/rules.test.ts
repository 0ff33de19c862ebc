/** Which rate holds, what a parcel costs, and what is never true of freight whatever is bought. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freightOf, quoteOf, rateFor, type RateFields } from '../src/rules.ts'
import { logisticsSettings } from '../src/settings.ts'
import type { RateRow } from '../src/tables.ts'

const base = logisticsSettings.base.default
const rate = (fields: Partial<RateFields> = {}): RateFields => ({ ...base.ambient, ...fields })
const row = (region: string, firstFen: number, more: Partial<RateRow> = {}): RateRow => ({
  storage_class: 'ambient',
  region,
  delivers: 1,
  unit: 'weight',
  first_units: 1_000,
  first_fen: firstFen,
  step_units: 1_000,
  step_fen: 100,
  free_from_fen: null,
  ...more,
})

const hangzhou = ['330106', '330100', '330000']

test.each([
  ['the county', [row('all', 1), row('330000', 2), row('330100', 3), row('330106', 4)], 4],
  ['the city', [row('all', 1), row('330000', 2), row('330100', 3), row('540000', 9)], 3],
  ['the province', [row('all', 1), row('330000', 2), row('330200', 9)], 2],
  ['the country', [row('all', 1), row('540000', 9)], 1],
  ['the setting', [row('all', 1, { storage_class: 'frozen' })], base.ambient.firstFen],
] as const)('The closest rate holds: that of %s', (_where, rows, firstFen) => {
  expect(rateFor('ambient', hangzhou, rows, base).firstFen).toBe(firstFen)
})

test.each([
  [1, 800],
  [10_000, 800],
  [10_001, 900],
  [11_000, 900],
  [11_001, 1_000],
])('%i g cost %i fen: a step that is begun counts whole', (grams, fen) => {
  expect(freightOf(rate(), { grams, pieces: 1 })).toBe(fen)
})

test('By piece the weight does not matter', () => {
  const byPiece = rate({ by: 'piece', first: 2, firstFen: 500, step: 3, stepFen: 200 })
  expect([1, 2, 3, 5, 6].map((pieces) => freightOf(byPiece, { grams: 99_999, pieces }))).toEqual([
    500, 500, 700, 700, 900,
  ])
})

const item = (storageClass: RateRow['storage_class'], amountFen: number, grams = 500) => ({
  storageClass,
  amountFen,
  grams,
  pieces: 1,
})
const byClass = (storageClass: RateRow['storage_class']) => base[storageClass]

test('Each storage class is a parcel, and what is worth enough together makes it free', () => {
  const some = quoteOf([item('ambient', 3_000), item('frozen', 2_000)], byClass, [])
  expect(some).toMatchObject({ freightFen: 2_300, toFreeFreightFen: 4_900, noDelivery: [], alone: [] })
  const more = quoteOf([item('ambient', 3_000), item('frozen', 6_900)], byClass, [])
  expect(more.parcels).toEqual([
    { storageClass: 'ambient', freightFen: 0 },
    { storageClass: 'frozen', freightFen: 1_500 },
  ])
  expect(more.toFreeFreightFen).toBe(10_000)
})

test('Where nothing of a class goes, and what may not stand with others, is named', () => {
  const nowhere = (one: RateRow['storage_class']) => rate({ delivers: one !== 'frozen' })
  const mixed = [item('ambient', 1), item('frozen', 1)]
  expect(quoteOf(mixed, nowhere, ['frozen'])).toMatchObject({ noDelivery: ['frozen'], alone: ['frozen'] })
  expect(quoteOf([item('frozen', 1)], byClass, ['frozen']).alone).toEqual([])
})

test('An empty order costs nothing', () => {
  expect(quoteOf([], byClass, [])).toEqual({
    parcels: [],
    freightFen: 0,
    toFreeFreightFen: 0,
    noDelivery: [],
    alone: [],
  })
})

test('More goods in a parcel never make it cheaper, unless they make it free', () => {
  const goods = fc.record({
    storageClass: fc.constantFrom('ambient', 'chilled', 'frozen'),
    amountFen: fc.integer({ min: 0, max: 5_000 }),
    grams: fc.integer({ min: 1, max: 30_000 }),
    pieces: fc.integer({ min: 1, max: 20 }),
  } as const)
  fc.assert(
    fc.property(fc.array(goods, { maxLength: 8 }), goods, (items, one) => {
      const before = quoteOf(items, byClass, [])
      const after = quoteOf([...items, one], byClass, [])
      expect(after.freightFen).toBe(after.parcels.reduce((sum, parcel) => sum + parcel.freightFen, 0))
      for (const parcel of before.parcels) {
        const later = after.parcels.find((other) => other.storageClass === parcel.storageClass)
        expect(later?.freightFen === 0 || (later?.freightFen ?? 0) >= parcel.freightFen).toBe(true)
      }
    }),
  )
})
