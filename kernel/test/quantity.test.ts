/** Quantity: the price of a weight is exact, and weights read and print as people write them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatWeight, MoneyError, parseJin, parseKg, priceByWeight, pricePerJin } from '../src/index.ts'

describe('priceByWeight', () => {
  it.each([
    [1000, 599, 599],
    [500, 599, 300],
    [1, 499, 0],
    [1, 500, 1],
    [333, 1280, 426],
    [2 ** 40, 2 ** 20, 1_152_921_504_606_847],
  ])('%d g at %d fen/kg cost %d fen', (weight_g, fenPerKg, fen) => {
    expect(priceByWeight(weight_g, fenPerKg)).toBe(fen)
  })

  it('equals the sum in whole numbers of any size', () => {
    const number = fc.integer({ min: 0, max: 4_000_000_000 })
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 2_000_000_000 }), (weight_g, fenPerKg) => {
        const exact = (BigInt(weight_g) * BigInt(fenPerKg) + 500n) / 1000n
        expect(BigInt(priceByWeight(weight_g, fenPerKg))).toBe(exact)
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses fractions and what is less than nothing', () => {
    expect(() => priceByWeight(0.5, 100)).toThrow(MoneyError)
    expect(() => priceByWeight(-1, 100)).toThrow(MoneyError)
    expect(() => priceByWeight(1, -100)).toThrow(MoneyError)
    expect(() => priceByWeight(Number.MAX_SAFE_INTEGER, 1_000_000)).toThrow(MoneyError)
  })

  it('shows 5.99 a kilogram as 3.00 a 斤', () => {
    expect(pricePerJin(599)).toBe(300)
  })
})

describe('weights as text', () => {
  it.each([
    [350, 'auto', '350 g'],
    [2500, 'auto', '2.5 kg'],
    [1000, 'auto', '1 kg'],
    [1001, 'auto', '1.001 kg'],
    [-2500, 'auto', '-2.5 kg'],
    [750, 'jin', '1.5 斤'],
    [1, 'jin', '0.002 斤'],
    [350, 'kg', '0.35 kg'],
    [2500, 'g', '2500 g'],
  ] as const)('writes %d (%s) as %s', (weight_g, style, text) => {
    expect(formatWeight(weight_g, style)).toBe(text)
  })

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (weight_g) => {
        expect(parseKg(formatWeight(weight_g, 'kg').replace(' kg', ''))).toBe(weight_g)
        expect(parseJin(formatWeight(weight_g, 'jin').replace(' 斤', ''))).toBe(weight_g)
      }),
    )
  })

  it.each(['', '-1', '1.', '1.0005', '1e3', '一'])('refuses %j', (text) => {
    expect(() => parseKg(text)).toThrow(MoneyError)
    expect(() => parseJin(text)).toThrow(MoneyError)
  })

  it('refuses half a gram', () => {
    expect(() => parseJin('0.001')).toThrow(MoneyError)
  })
})
