/** Decisions about produce: prices of pieces and 斤, seasons, stories, cursors. */
import { priceByWeight, pricePerJin } from '@tiantou/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  hasSanePrice,
  isTooWide,
  monthInShanghai,
  perJinFen,
  pieceFen,
  plainStory,
  quantityNo,
  readCursor,
  seasonMask,
  seasonMonths,
  writeCursor,
} from '../src/rules.ts'
import { noProductId } from './factory.ts'

const by = (price_mode: 'piece' | 'weight', price_fen: number, nominal_g: number) => ({
  price_mode,
  price_fen,
  nominal_g,
})

describe('Prices', () => {
  test('A piece costs its price; by weight it costs what its nominal weight does', () => {
    expect(pieceFen(by('piece', 5_980, 2_500))).toBe(5_980)
    expect(pieceFen(by('weight', 1_980, 2_350))).toBe(4_653)
  })

  test('500 g of a box of 5 斤 at 59.80 are 11.96; by weight half the price of a kilogram', () => {
    expect(perJinFen(by('piece', 5_980, 2_500))).toBe(1_196)
    expect(perJinFen(by('weight', 1_981, 2_350))).toBe(991)
    expect(perJinFen(by('weight', 1_981, 2_350))).toBe(pricePerJin(1_981))
  })

  test('The price of 500 g is exact, rounded half up, for every price and weight', () => {
    const price = fc.integer({ min: 1, max: 99_999_999 })
    const weight = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(price, weight, (price_fen, nominal_g) => {
        const exact = (2n * BigInt(price_fen) * 500n + BigInt(nominal_g)) / (2n * BigInt(nominal_g))
        expect(perJinFen(by('piece', price_fen, nominal_g))).toBe(Number(exact))
      }),
    )
  })

  test('By weight a piece is exact, rounded half up, and never falls when weight or price rise', () => {
    const price = fc.integer({ min: 1, max: 99_999_999 })
    const weight = fc.integer({ min: 1, max: 1_000_000 })
    const more = fc.integer({ min: 0, max: 1_000 })
    fc.assert(
      fc.property(price, weight, more, (price_fen, nominal_g, by_) => {
        const fen = pieceFen(by('weight', price_fen, nominal_g))
        expect(fen).toBe(Number((BigInt(price_fen) * BigInt(nominal_g) + 500n) / 1_000n))
        expect(pieceFen(by('weight', price_fen, nominal_g + by_))).toBeGreaterThanOrEqual(fen)
        expect(pieceFen(by('weight', price_fen + by_, nominal_g))).toBeGreaterThanOrEqual(fen)
      }),
    )
  })

  test('What is sold by the 斤 costs a 斤 what the shelf says of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (price_fen) => {
        const sku = by('weight', price_fen, 500)
        expect(pieceFen(sku)).toBe(perJinFen(sku))
        expect(pieceFen(sku)).toBe(priceByWeight(500, price_fen))
      }),
    )
  })

  test('Whatever may be sold, the most pieces of it are an amount', () => {
    const price = fc.integer({ min: 1, max: 99_999_999 })
    const weight = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(fc.constantFrom('piece', 'weight'), price, weight, (mode, price_fen, nominal_g) => {
        const sku = by(mode, price_fen, nominal_g)
        fc.pre(hasSanePrice(sku))
        expect(pieceFen(sku)).toBeGreaterThan(0)
        expect(pieceFen(sku) * 9_999).toBeLessThanOrEqual(99_999_999_999)
      }),
    )
  })

  test('A tolerance that reaches the nominal weight is too wide, upwards and downwards', () => {
    const sku = { nominalG: 500, toleranceMinusG: 499, tolerancePlusG: 499 }
    expect(isTooWide(sku)).toBe(false)
    expect(isTooWide({ ...sku, toleranceMinusG: 500 })).toBe(true)
    expect(isTooWide({ ...sku, tolerancePlusG: 500 })).toBe(true)
  })
})

describe('Quantities', () => {
  const limits = fc
    .tuple(
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 1, max: 9_999 }),
    )
    .map(([a, b, step]) => ({ leastPerOrder: Math.min(a, b), maxPerOrder: Math.max(a, b), step }))

  test('Exactly the least and whole steps up to the most can be bought', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 9_999 }), (sku, quantity) => {
        const may =
          quantity >= sku.leastPerOrder &&
          quantity <= sku.maxPerOrder &&
          (quantity - sku.leastPerOrder) % sku.step === 0
        expect(quantityNo(sku, quantity) === undefined).toBe(may)
      }),
    )
  })

  test('What it would take instead can be bought, and is the nearest below where there is one', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 9_999 }), (sku, quantity) => {
        const no = quantityNo(sku, quantity)
        if (no === undefined) return
        expect(quantityNo(sku, no.would)).toBeUndefined()
        if (no.problem === 'below_least') expect(no.would).toBe(sku.leastPerOrder)
        else expect(Math.min(quantity, sku.maxPerOrder) - no.would).toBeLessThan(sku.step)
      }),
    )
  })
})

describe('Seasons', () => {
  test('The month is that of Shanghai, eight hours ahead of UTC', () => {
    expect(monthInShanghai(Date.UTC(2026, 6, 31, 15, 59, 59, 999))).toBe(7)
    expect(monthInShanghai(Date.UTC(2026, 6, 31, 16))).toBe(8)
    expect(monthInShanghai(Date.UTC(2026, 11, 31, 16))).toBe(1)
  })

  test('Months survive as bits, in the order of the year and once each', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 })), (months) => {
        expect(seasonMonths(seasonMask(months))).toEqual([...new Set(months)].toSorted((a, b) => a - b))
      }),
    )
  })
})

describe('Stories', () => {
  test('Tags, also nested and unclosed ones, do not stay', () => {
    expect(plainStory('山<b>上</b>的<script>alert(1)</script>桃')).toBe('山上的alert(1)桃')
    expect(plainStory('<scr<b>ipt>x</scr</b>ipt>')).toBe('x')
    expect(plainStory('好吃<img src=x onerror=alert(1)')).toBe('好吃img src=x onerror=alert(1)')
  })

  test('What is no tag stays: comparisons, line breaks, emoji', () => {
    expect(plainStory(' 单果 < 3 斤\r\n糖度 > 12 🍑 ')).toBe('单果 < 3 斤\n糖度 > 12 🍑')
  })

  test('Control characters and what turns text round go', () => {
    expect(plainStory('a\u0000b\u001bc\u202ed\u2066e\ufefff')).toBe('abcdef')
  })

  test('Nothing that could open a tag is left of any text, and cleaning twice changes nothing more', () => {
    const piece = fc.constantFrom('<', '>', 'b', '/', '!', ' ', '桃', '\n', '\u0007', '<script>', '</')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const story = plainStory(pieces.join(''))
        expect(story).not.toMatch(/<[a-z!/?]/i)
        expect(plainStory(story)).toBe(story)
      }),
    )
  })
})

describe('Cursors', () => {
  test('A cursor names its place again', () => {
    const place = { inSeason: true, productId: noProductId() }
    expect(readCursor(writeCursor(place))).toEqual(place)
  })

  test('Anything else is no cursor', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readCursor(text)).toBeNull()
      }),
    )
  })
})
