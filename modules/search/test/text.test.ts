/** Normalisation: what is written otherwise and means the same must become the same. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { lexicon } from '../src/lexicon.ts'
import { prefixesOf, readCursor, weightOf, writeCursor } from '../src/rules.ts'
import { distance, normalise, runsOf, takeWeights } from '../src/text.ts'
import { placesIn } from '../src/tokenizer.ts'

const gramsOf = (text: string) => takeWeights(normalise(text)).grams

describe('a weight is one weight however it is written', () => {
  it.each([
    ['5斤', 2_500],
    ['五斤装', 2_500],
    ['2500g', 2_500],
    ['2.5KG', 2_500],
    ['２．５公斤', 2_500],
    ['5 斤', 2_500],
    ['5jin', 2_500],
    ['两斤', 1_000],
    ['半斤', 250],
    ['二两', 100],
    ['十斤', 5_000],
    ['十二斤', 6_000],
    ['二十斤', 10_000],
    ['一斤半', 750],
  ])('%s', (text, grams) => expect(gramsOf(text)).toEqual([grams]))

  test('for every number of half pounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.constantFrom('苹果', '洛川', ''), (halves, before) => {
        const grams = halves * 250
        const spellings = [`${grams}g`, `${grams}克`, `${grams / 500}斤`, `${grams / 1_000}kg`]
        for (const spelling of spellings) expect(gramsOf(`${before}${spelling}`)).toEqual([grams])
      }),
    )
  })
  test('a span is both its ends, and nothing else is a weight', () => {
    expect(gramsOf('净重4.5-5斤')).toEqual([2_250, 2_500])
    for (const text of ['8424', '80mm', '3good', 'l25', '5个', '1000000000斤', '0斤', ''])
      expect(gramsOf(text)).toEqual([])
    expect(takeWeights('苹果5斤装')).toEqual({ rest: '苹果 装', grams: [2_500] })
  })
})

test('Normalising twice changes nothing, and nothing is thrown by any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const once = normalise(text)
      expect(normalise(once)).toBe(once)
      const { rest } = takeWeights(once)
      for (const run of runsOf(rest)) expect(rest).toContain(run)
    }),
  )
})

describe('distance', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'n', 'g'), maxLength: 12 })
  test('is zero for the same only, and the same both ways', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, b, 20)).toBe(distance(b, a, 20))
        expect(distance(a, b, 20) === 0).toBe(a === b)
        expect(distance(a, b, 1)).toBe(Math.min(distance(a, b, 20), 2))
      }),
    )
  })
  test('a loss, a letter too many, another letter and a turned pair are one each', () => {
    for (const wrong of ['pinguo', 'pingguoo', 'pinggua', 'pignguo'])
      expect(distance('pingguo', wrong, 2)).toBe(1)
    expect(distance('pingguo', 'tudou', 2)).toBe(3)
  })
})

test('Places are known without their ends', () => {
  expect(placesIn('赣州市信丰县')).toEqual(['赣州', '信丰'])
  expect(placesIn('徐州市沛县')).toEqual(['徐州', '沛县'])
  expect(placesIn('广西壮族自治区')).toEqual(['广西'])
  expect(placesIn('巴音郭楞蒙古自治州库尔勒市')).toEqual(['巴音郭楞蒙古', '库尔勒'])
  expect(placesIn('五常')).toEqual(['五常'])
})

describe('the lexicon', () => {
  test('knows synonyms, varieties and wider kinds', () => {
    expect(lexicon.entryOf('西红柿')).toMatchObject({ canonical: '番茄', kind: '番茄' })
    expect(lexicon.entryOf('马铃薯')).toMatchObject({ canonical: '土豆' })
    expect(lexicon.entryOf('富士')).toMatchObject({ canonical: '红富士', kind: '苹果' })
    expect(lexicon.entryOf('小番茄')?.wider).toContain('番茄')
    expect(lexicon.categoryOf('海鲜')).toBe('seafood')
  })
  test('has a fair number of names, and none that is empty or has a blank', () => {
    expect(lexicon.names.size).toBeGreaterThan(1_200)
    for (const name of lexicon.names) expect(name).toMatch(/^[^\s=<:#|]+$/)
  })
  test('each name stands for a canonical name that is there itself', () => {
    const kinds = [...lexicon.names].flatMap((name) => lexicon.entryOf(name)?.kind ?? [])
    expect(kinds.filter((kind) => lexicon.entryOf(kind) === undefined)).toEqual([])
  })
})

test('A cursor is read as it was written, in its own order only', () => {
  const place = { key: -1_200, createdAt: 1_760_000_000_000, productId: `prd_${'0'.repeat(26)}` }
  expect(readCursor('price_up', writeCursor('price_up', place))).toEqual(place)
  expect(readCursor('newest', writeCursor('price_up', place))).toBeNull()
  for (const text of ['', 'x', 'AAAA', Buffer.from('["newest",1,1,"x"]').toString('base64url')])
    expect(readCursor('newest', text)).toBeNull()
})

test('A phrase moves up where its products about double', () => {
  expect([0, 1, 2, 3, 4, 8, 1_000].map(weightOf)).toEqual([0, 1, 3, 4, 5, 7, 20])
  expect(prefixesOf('苹果')).toEqual(['苹', '苹果'])
})
