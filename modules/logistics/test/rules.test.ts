/** Which rate holds, what a parcel costs, and what is never true of freight whatever is bought. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freightBack, freightOf, quoteOf, rateFor, type RateFields } from '../src/rules.ts'
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
  expect(more.parcels).toMatchObject([
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

describe('The freight that comes back', () => {
  const steps = { by: 'weight' as const, first: 1_000, firstFen: 800, step: 1_000, stepFen: 100 }
  const quoted = (grams: number) => ({
    storageClass: 'ambient' as const,
    freightFen: freightOf(steps, { grams, pieces: 1 }),
    ...steps,
  })

  test('a parcel that falls into a cheaper step gives the step back; within the step nothing', () => {
    const back = (grams: number) =>
      freightBack({ quoted: [quoted(5_000)], packed: [{ storageClass: 'ambient', grams, pieces: 1 }] })
    expect([5_000, 4_001, 4_000, 2_500, 900].map(back)).toEqual([0, 0, 100, 200, 400])
    expect(back(9_000)).toBe(0)
  })

  test('a parcel that was not made, or was free, gives back what was paid for it', () => {
    expect(freightBack({ quoted: [quoted(5_000)], packed: [] })).toBe(1_200)
    const free = { ...quoted(5_000), freightFen: 0 }
    expect(freightBack({ quoted: [free], packed: [] })).toBe(0)
    expect(freightBack({ quoted: [], packed: [{ storageClass: 'frozen', grams: 1, pieces: 1 }] })).toBe(0)
  })

  test('it is never negative, never more than was paid, and less weight never brings less back', () => {
    const fen = fc.nat(100_000)
    const units = fc.integer({ min: 1, max: 20_000 })
    const quotes = fc.uniqueArray(
      fc.record({
        storageClass: fc.constantFrom('ambient' as const, 'chilled' as const, 'frozen' as const),
        by: fc.constantFrom('weight' as const, 'piece' as const),
        first: units,
        firstFen: fen,
        step: units,
        stepFen: fen,
        isFree: fc.boolean(),
        grams: fc.nat(100_000),
        pieces: fc.integer({ min: 1, max: 500 }),
        packedBp: fc.integer({ min: 0, max: 15_000 }),
      }),
      { selector: (one) => one.storageClass, minLength: 1, maxLength: 3 },
    )
    const part = (of: number, bp: number) => Math.floor((of * bp) / 10_000)
    fc.assert(
      fc.property(quotes, (all) => {
        const asked = all.map(({ storageClass, isFree, grams, pieces, ...one }) => {
          const { by, first, firstFen, step, stepFen } = one
          const steps = { by, first, firstFen, step, stepFen }
          return { storageClass, ...steps, freightFen: isFree ? 0 : freightOf(steps, { grams, pieces }) }
        })
        const packedAt = (less: number) =>
          all.map(({ storageClass, grams, pieces, packedBp }) => ({
            storageClass,
            grams: part(part(grams, packedBp), less),
            pieces: part(part(pieces, packedBp), less),
          }))
        const back = freightBack({ quoted: asked, packed: packedAt(10_000) })
        const lighter = freightBack({ quoted: asked, packed: packedAt(5_000) })
        const paid = asked.reduce((sum, one) => sum + one.freightFen, 0)
        expect(back).toBeGreaterThanOrEqual(0)
        expect(lighter).toBeGreaterThanOrEqual(back)
        expect(paid).toBeGreaterThanOrEqual(lighter)
        expect(Number.isInteger(back)).toBe(true)
      }),
    )
  })
})
