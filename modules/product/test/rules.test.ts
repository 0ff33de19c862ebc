/** Decisions about produce: prices of pieces and 斤, seasons, stories, cursors. */
import { pricePerJin } from '@tiantou/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isTooWide,
  monthInShanghai,
  perJinFen,
  pieceFen,
  plainStory,
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

  test('A tolerance that reaches the nominal weight is too wide, upwards and downwards', () => {
    const sku = { nominalG: 500, toleranceMinusG: 499, tolerancePlusG: 499 }
    expect(isTooWide(sku)).toBe(false)
    expect(isTooWide({ ...sku, toleranceMinusG: 500 })).toBe(true)
    expect(isTooWide({ ...sku, tolerancePlusG: 500 })).toBe(true)
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
