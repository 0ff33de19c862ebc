/** Whose money goes back: whatever the refunds and their order, no line loses more than was paid for it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Named, namedReturns, partsOfRefund } from '../src/returns.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

test('Rows become parts by line, the freight last, in the order in which they went back', () => {
  const row = (biz_key: string, line_no: number, fen: number, before_fen: number) => ({
    order_id: 'o',
    biz_key,
    line_no,
    fen,
    before_fen,
    house_fen: 0,
  })
  expect(namedReturns([row('b', 2, 5, 9), row('a', 1, 9, 0), row('b', 0, 1, 9)], 2)).toEqual([
    { beforeFen: 0, parts: [9, 0, 0] },
    { beforeFen: 9, parts: [0, 5, 1] },
  ])
})

test('What a named line no longer has is taken from the others', () => {
  const named: Named[] = [
    { beforeFen: 0, parts: [80, 0, 0] },
    { beforeFen: 80, parts: [50, 0, 0] },
  ]
  expect(partsOfRefund([100, 100, 20], named, 0, 80)).toEqual([80, 0, 0])
  const second = partsOfRefund([100, 100, 20], named, 80, 50)
  expect(second[0]).toBe(20)
  expect(sum(second)).toBe(50)
})

const refunds = fc.record({
  whole: fc.array(fc.nat(5_000), { minLength: 1, maxLength: 6 }),
  steps: fc.array(
    fc.record({ share: fc.integer({ min: 1, max: 100 }), at: fc.option(fc.nat(5), { nil: null }) }),
    { maxLength: 8 },
  ),
})

test('All refunds together return every line to the fen, and never more', () => {
  fc.assert(
    fc.property(refunds, ({ whole, steps }) => {
      const total = sum(whole)
      const named: Named[] = []
      const asked: { before: number; fen: number }[] = []
      let before = 0
      for (const { share, at } of [...steps, { share: 100, at: null }]) {
        const fen = Math.floor(((total - before) * share) / 100)
        if (fen === 0) continue
        if (at !== null && at < whole.length) {
          named.push({ beforeFen: before, parts: whole.map((_, no) => (no === at ? fen : 0)) })
        }
        asked.push({ before, fen })
        before += fen
      }
      const back = whole.map(() => 0)
      for (const { before: gone, fen } of asked) {
        const parts = partsOfRefund(whole, named, gone, fen)
        expect(sum(parts)).toBe(fen)
        parts.forEach((part, no) => {
          expect(part).toBeGreaterThanOrEqual(0)
          back[no] = (back[no] ?? 0) + part
          expect(back[no]).toBeLessThanOrEqual(whole[no] ?? 0)
        })
      }
      if (before === total) expect(back).toEqual(whole)
    }),
    { numRuns: 400 },
  )
})
