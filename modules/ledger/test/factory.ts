/** Facts and callers for suites of the ledger. */
import { makeId } from '@tiantou/kernel'
import { randomBytes } from 'node:crypto'
import type { FactOf } from '../src/facts.ts'

const bornAt = Date.UTC(2026, 6, 1)

/** A fresh id of a kind. */
export const idOf = (prefix: string): string => makeId(prefix, bornAt, randomBytes(10))

/** A sale of a supplier: 100.00 of goods, 8.00 of freight, 5.00 given by the platform. */
export const sale = (more: Partial<FactOf<'paid'>> = {}): FactOf<'paid'> => ({
  kind: 'paid',
  about: idOf('pay'),
  channel: 'wechat-pay',
  fen: 10_300,
  goods: [{ seller: idOf('sup'), fen: 10_000 }],
  freightFen: 800,
  subsidyFen: 500,
  ...more,
})

/** So much of a supplier's money is settled. */
export const settled = (seller: string, fen: number, about = idOf('stm')): FactOf<'settled'> => ({
  kind: 'settled',
  about,
  seller,
  fen,
})
