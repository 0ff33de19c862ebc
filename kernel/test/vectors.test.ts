/**
 * Money held to vectors published outside this project. They are not committed: the suite runs where they lie
 * beside the checkout, and says in one line where they do not.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { MoneyError, parseYuan, rate, refundPart, split } from '../src/index.ts'

interface Vectors {
  readonly amount: readonly { in: string; fen?: number; throws?: boolean }[]
  readonly split: readonly { total: number; weights: number[]; parts: number[] }[]
  readonly refund: readonly { paid: number; qty: number; seq: number[]; out: number[] }[]
  readonly bp: readonly { fen: number; basisPoints: number; out: number }[]
}

const file = fileURLToPath(new URL('../../../shared/vectors/money.json', import.meta.url))

describe('money vectors', () => {
  if (!existsSync(file)) {
    console.log(
      'money vectors: ../shared/vectors/money.json is not beside the checkout, so that suite does not run',
    )
    it('are not beside this checkout', () => expect(existsSync(file)).toBe(false))
    return
  }
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

  it.each(vectors.amount)('amount $in', (row) => {
    if (row.throws) expect(() => parseYuan(row.in)).toThrow(MoneyError)
    else expect(parseYuan(row.in)).toBe(row.fen)
  })
  it.each(vectors.split)('split $total over $weights', (row) => {
    expect(split(row.total, row.weights)).toEqual(row.parts)
  })
  it.each(vectors.refund)('refund of $paid in $seq', (row) => {
    const done = row.seq.map((_, i) => row.seq.slice(0, i).reduce((a, b) => a + b, 0))
    expect(row.seq.map((now, i) => refundPart(row.paid, row.qty, done[i] ?? 0, now))).toEqual(row.out)
  })
  it.each(vectors.bp)('$basisPoints basis points of $fen', (row) => {
    expect(rate(row.fen, row.basisPoints)).toBe(row.out)
  })
})
