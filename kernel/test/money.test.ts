/** Money: facts known from elsewhere, and properties that hold for every amount. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assertSafe,
  formatYuan,
  MoneyError,
  parseYuan,
  rate,
  refundPart,
  refundParts,
  split,
} from '../src/index.ts'

const amount = fc.integer({ min: 0, max: 99_999_999_999 })
const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 })
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

describe('parseYuan and formatYuan', () => {
  it.each([
    ['0', 0],
    ['0.29', 29],
    ['19.9', 1990],
    ['64.10', 6410],
    ['`-0.04000', -4],
    ['999999999999.99', 99_999_999_999_999],
  ])('reads %s as %d fen', (text, fen) => {
    expect(parseYuan(text)).toBe(fen)
  })

  it('reads minus nothing as plain 0', () => {
    expect(Object.is(parseYuan('-0.00'), 0)).toBe(true)
    expect(formatYuan(-0)).toBe('0.00')
  })

  const bad = [
    '',
    ' 1',
    '1 ',
    '1\n',
    '.5',
    '5.',
    '+1',
    '1e2',
    '1.005',
    '1,000',
    '１.00',
    'NaN',
    '``1',
    '--1',
    '0x1',
  ]
  it.each([...bad, '1234567890123'])('refuses %j', (text) => {
    expect(() => parseYuan(text)).toThrow(MoneyError)
  })

  it('brings every amount from 1 to 1,000,000 fen back', () => {
    let wrong = 0
    for (let fen = 1; fen <= 1_000_000; fen++) if (parseYuan(formatYuan(fen)) !== fen) wrong++
    expect(wrong).toBe(0)
  })

  it('brings any amount back, negative ones too', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        const fen = n % 10 ** 14
        expect(parseYuan(formatYuan(fen))).toBe(fen === 0 ? 0 : fen)
      }),
    )
  })

  it.each([0.1, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('prints no %d', (fen) => {
    expect(() => formatYuan(fen)).toThrow(MoneyError)
    expect(() => assertSafe(fen)).toThrow(MoneyError)
  })
})

describe('split', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [500, [1990, 2990, 20], [199, 299, 2]],
    [7, [5, 5, 5, 5], [2, 2, 2, 1]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
  ])('splits %d over %j', (total, over, parts) => {
    expect(split(total, over)).toEqual(parts)
  })

  it('sums to the whole, in its sign, no part further than one fen from its exact share', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (total, over) => {
        fc.pre(sum(over) > 0)
        const parts = split(total, over)
        expect(parts.reduce((a, part) => a + BigInt(part), 0n)).toBe(BigInt(total))
        parts.forEach((part, i) => {
          expect(part === 0 || part > 0 === total > 0).toBe(true)
          const off = BigInt(part) * BigInt(sum(over)) - BigInt(total) * BigInt(over[i] ?? 0)
          expect(off < BigInt(sum(over)) && -off < BigInt(sum(over))).toBe(true)
        })
      }),
    )
  })

  it('never takes more from a line than the line has', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (lines, share) => {
        const discount = Math.floor(sum(lines) * share)
        fc.pre(discount <= sum(lines))
        split(discount, lines).forEach((part, i) => expect(part).toBeLessThanOrEqual(lines[i] ?? 0))
      }),
    )
  })

  it('refuses weights that cannot carry the total', () => {
    expect(() => split(1, [])).toThrow(MoneyError)
    expect(() => split(1, [0, 0])).toThrow(MoneyError)
    expect(() => split(1, [2, -1])).toThrow(MoneyError)
    expect(() => split(1.5, [1])).toThrow(MoneyError)
  })
})

describe('refundPart', () => {
  it('pays 9.99 for seven back as 3 + 3 + 1', () => {
    expect([refundPart(999, 7, 0, 3), refundPart(999, 7, 3, 3), refundPart(999, 7, 6, 1)]).toEqual([
      428, 428, 143,
    ])
  })

  it('sums to what was paid in any order of parts', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(amount, steps, (paid, parts) => {
        let done = 0
        const back = parts.map((now) => {
          const part = refundPart(paid, sum(parts), done, now)
          done += now
          return part
        })
        expect(sum(back)).toBe(paid)
        expect(Math.min(...back)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it.each([
    [100, 0, 0, 0],
    [100, 2, 2, 1],
    [100, 2, -1, 1],
    [-1, 2, 0, 1],
    [100, 1.5, 0, 1],
  ])('refuses (%d, %d, %d, %d)', (paid, quantity, done, now) => {
    expect(() => refundPart(paid, quantity, done, now)).toThrow(MoneyError)
  })
})

describe('refundParts', () => {
  it('gives nothing of a part that is nothing, and never takes a fen again', () => {
    expect(refundParts([0, 3, 7], 0, 1)).toEqual([0, 0, 1])
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((done) => refundParts([5, 2, 3], done, 1))).not.toContainEqual(
      expect.arrayContaining([-1]),
    )
  })

  it('returns every part to the fen in whatever steps, none below zero', () => {
    const parts = fc.array(amount, { minLength: 1, maxLength: 30 })
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 })
    fc.assert(
      fc.property(parts, cuts, (whole, at) => {
        const all = sum(whole)
        const stops = [...at.map((cut) => Math.floor(cut * all)).toSorted((a, b) => a - b), all]
        const back = whole.map(() => 0)
        let done = 0
        for (const stop of stops) {
          const step = refundParts(whole, done, stop - done)
          expect(sum(step)).toBe(stop - done)
          expect(Math.min(...step)).toBeGreaterThanOrEqual(0)
          step.forEach((fen, i) => (back[i] = (back[i] ?? 0) + fen))
          done = stop
        }
        expect(back).toEqual(whole)
      }),
    )
  })

  it.each([
    [[100], 0, 101],
    [[100], 60, 41],
    [[-1, 100], 0, 1],
    [[100], -1, 1],
    [[100], 0, 1.5],
  ])('refuses (%j, %d, %d)', (parts, done, now) => {
    expect(() => refundParts(parts, done, now)).toThrow(MoneyError)
  })
})

describe('rate', () => {
  it.each([
    [100, 60, 1],
    [83, 60, 0],
    [999_999, 38, 3800],
    [250, 20, 1],
    [-250, 20, -1],
    [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
  ])('takes of %d fen %d basis points: %d', (fen, basisPoints, share) => {
    expect(rate(fen, basisPoints)).toBe(share)
  })

  it('is never further than half a fen from the exact share, and the same both ways of sign', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (fen, basisPoints) => {
        const off = BigInt(rate(fen, basisPoints)) * 10_000n - BigInt(fen) * BigInt(basisPoints)
        expect(off > -5_000n && off <= 5_000n).toBe(true)
        expect(rate(-fen, basisPoints)).toBe(0 - rate(fen, basisPoints))
      }),
    )
  })
})
