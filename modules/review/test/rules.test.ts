/** Decisions about reviews, by cases. */
import { expect, test } from 'vitest'
import { bandOf, gravest, maskName, nextCheckAt, summaryOf, weightOf } from '../src/rules.ts'

test.each([
  ['', ''],
  ['  ', ''],
  ['桃', '桃***'],
  ['张三', '张***'],
  ['🍑爱吃🍎', '🍑***🍎'],
])('the name %j is shown as %j', (name, shown) => expect(maskName(name)).toBe(shown))

test('stars fall into three bands', () => {
  expect([1, 2, 3, 4, 5].map(bandOf)).toEqual(['bad', 'bad', 'middle', 'good', 'good'])
})

test('what is to see weighs more than what is to read, and nothing weighs without end', () => {
  expect([weightOf(' 好 ', 0), weightOf('', 2), weightOf('好'.repeat(300), 9)]).toEqual([1, 40, 280])
})

test('a block counts before what is unknown, that before a doubt, and a doubt before a pass', () => {
  const word = (verdict: 'pass' | 'review' | 'retry' | 'block', ...labels: string[]) => ({ verdict, labels })
  expect(gravest([])).toEqual(word('pass'))
  expect(gravest([word('pass'), word('review', 'Ad')])).toEqual(word('review', 'Ad'))
  expect(gravest([word('review', 'Ad'), word('retry')])).toEqual(word('retry', 'Ad'))
  expect(gravest([word('block', 'Porn'), word('retry'), word('review', 'Porn')])).toEqual(
    word('block', 'Porn'),
  )
})

test('a silent checker is asked after one minute, two, four, and at last every hour', () => {
  expect([0, 1, 2, 6, 50].map((tries) => nextCheckAt(0, tries) / 60_000)).toEqual([1, 2, 4, 60, 60])
})

test('without a review every number is 0', () => {
  expect(summaryOf(undefined)).toMatchObject({ count: 0, goodsTenths: 0, freshBp: 0 })
})
