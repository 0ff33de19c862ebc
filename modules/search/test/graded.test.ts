/** The graded set over a catalogue of 6,000: what people type must find what they mean. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSearchIndex } from '../src/search-index.ts'
import { catalogueOf } from './catalogue.ts'
import { askedFor, fill } from './filling.ts'
import { GRADED, precisionOf } from './grading.ts'

const folder = mkdtempSync(join(tmpdir(), 'tiantou-search-'))
const index = openSearchIndex(folder)
const { products, truths } = catalogueOf(6_000)

beforeAll(() => fill(index, products), 60_000)
afterAll(() => {
  index.close()
  rmSync(folder, { recursive: true })
})

test('The set is large enough, and of every way to write', () => {
  expect(GRADED.length).toBeGreaterThanOrEqual(120)
  expect(new Set(GRADED.map(({ q }) => q)).size).toBe(GRADED.length)
  const ways = Map.groupBy(GRADED, ({ by }) => by)
  for (const by of ['characters', 'pinyin', 'initials', 'typo', 'synonym', 'weight', 'origin'])
    expect(ways.get(by)?.length).toBeGreaterThanOrEqual(12)
})

test('P@10 is at least 0.95 over all, and no way of writing is left behind', async () => {
  const grades = new Map<string, number[]>()
  for (const query of GRADED) {
    const { cards } = await index.search(askedFor(query.q))
    const shown = (cards as { productId: string }[]).map((card) => card.productId)
    grades.set(query.by, [...(grades.get(query.by) ?? []), precisionOf(query, shown, truths)])
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  expect(mean([...grades.values()].flat())).toBeGreaterThanOrEqual(0.95)
  for (const [by, values] of grades) expect({ by, good: mean(values) >= 0.9 }).toEqual({ by, good: true })
})

test('Who is corrected is told so, and who is not is not', async () => {
  const corrected = async (text: string) => (await index.search(askedFor(text))).corrected
  expect(await corrected('红富土')).toBe('红富士')
  expect(await corrected('pingguoo')).toBe('苹果')
  expect(await corrected('铁官音')).toBe('铁观音')
  for (const right of ['苹果', 'pingguo', 'hfs', '西红柿', '红薯5斤'])
    expect(await corrected(right)).toBeNull()
})

test('What is nowhere is nowhere; half of it is better than nothing', async () => {
  expect(await index.search(askedFor('qqqqzzzz'))).toMatchObject({ how: 'none', total: 0 })
  expect(await index.search(askedFor('！？'))).toMatchObject({ how: 'none', total: 0 })
  expect(await index.search(askedFor('宇宙飞船苹果'))).toMatchObject({ how: 'any' })
})

test('Any text at all is answered', async () => {
  for (const text of [
    '"',
    "' OR 1=1 --",
    'words:x',
    '*',
    'NEAR(a b)',
    '苹果"AND',
    '\u0000',
    '的',
    'a'.repeat(60),
    '桃'.repeat(60),
  ])
    expect((await index.search(askedFor(text))).total).toBeGreaterThanOrEqual(0)
})

test('Suggestions by characters, pinyin and first letters', () => {
  expect(index.suggest('苹', 5)).toContain('苹果')
  expect(index.suggest('pingg', 5)).toContain('苹果')
  expect(index.suggest('hfs', 5)).toContain('红富士')
  expect(index.suggest('烟台', 10)).toContain('烟台苹果')
  expect(index.suggest('Ping Guo', 5)).toContain('苹果')
  expect(index.suggest('！', 5)).toEqual([])
})
