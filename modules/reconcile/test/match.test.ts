/** The comparison: every kind of difference, and that differences are always the whole difference. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openTable } from '../src/bill-table.ts'
import type { BillRow } from '../src/bills/bill.ts'
import { openMatcher, type OwnTrade, wholeFen } from '../src/match.ts'
import { byNumber, classOf, dueDays, isOverdue, startOf } from '../src/rules.ts'
import { differenceOf, MERCHANT, rowOf } from './factory.ts'

const own = (change: Partial<OwnTrade> = {}): OwnTrade => ({
  kind: 'pay',
  number: 'T1',
  channelNumber: '42001',
  fen: 1_000,
  ...change,
})

const match = (bill: readonly BillRow[], ours: readonly OwnTrade[]) => {
  const matcher = openMatcher({ merchant: MERCHANT, feeBp: 60, feeToleranceFen: 1 })
  bill.forEach(matcher.bill)
  ours.forEach(matcher.own)
  return matcher.end()
}
const named = (bill: readonly BillRow[], ours: readonly OwnTrade[]) =>
  match(bill, ours).differences.map((one) => [one.class, one.fen])

it.each([
  ['nothing', [rowOf()], [own()], []],
  ['a number we were never told of', [rowOf()], [own({ channelNumber: null })], []],
  ['another sum', [rowOf({ fen: 1_001 })], [own()], [['amount_diff', 1]]],
  ['a line that only the bill has', [rowOf()], [], [['channel_only', 1_000]]],
  ['a trade that only we have', [], [own()], [['local_only', -1_000]]],
  ['a line twice', [rowOf(), rowOf()], [own()], [['duplicate_row', 1_000]]],
  ['another number of the channel', [rowOf({ channelNumber: 'x' })], [own()], [['swapped', 0]]],
  [
    'the other direction',
    [rowOf({ kind: 'refund' })],
    [own()],
    [
      ['fee_diff', -12],
      ['swapped', -2_000],
    ],
  ],
  ['another merchant', [rowOf({ merchant: '1' })], [own()], [['wrong_merchant', -1_000]]],
  ['another merchant, nothing of ours', [rowOf({ merchant: '1' })], [], [['wrong_merchant', 0]]],
  ['another currency', [rowOf({ currency: 'USD' })], [own()], [['currency', -1_000]]],
  ['money that did not move', [rowOf({ moved: false })], [own()], [['status_diff', -1_000]]],
  ['money that did not move, as we know', [rowOf({ moved: false })], [], []],
  ['a fee of a fen more', [rowOf({ fee_mf: 7_000 })], [own()], []],
  ['a fee of more than a fen more', [rowOf({ fee_mf: 7_001 })], [own()], [['fee_diff', -1]]],
  ['a fee that is missing', [rowOf({ fee_mf: 0 })], [own()], [['fee_diff', 6]]],
] as const)('names %s', (_what, bill, ours, expected) => expect(named(bill, ours)).toEqual(expected))

it('names a trade that only we have by its own numbers, as far as it has any', () => {
  const only = (change: Partial<OwnTrade>) => match([], [own(change)]).differences
  expect(only({ number: 'R7', kind: 'refund', channelNumber: '50307' })).toEqual([
    differenceOf({
      class: 'local_only',
      kind: 'refund',
      number: 'R7',
      payNumber: 'R7',
      channelNumber: '50307',
      billFen: null,
      ownFen: -1_000,
    }),
  ])
  expect(only({ channelNumber: null })).toMatchObject([{ number: 'T1', payNumber: 'T1', channelNumber: '' }])
})

it('finds a refund of ours that the bill has as a payment', () => {
  const ours = own({ kind: 'refund', number: 'R1' })
  expect(match([rowOf({ number: 'R1' })], [ours]).differences).toMatchObject([
    {
      class: 'swapped',
      kind: 'refund',
      number: 'R1',
      channelNumber: '42001',
      billFen: 1_000,
      ownFen: -1_000,
    },
  ])
})

it('tells of a fee what was kept and what should have been', () => {
  expect(match([rowOf({ fee_mf: 9_000 })], [own()]).differences).toMatchObject([
    { class: 'fee_diff', billFen: -9, ownFen: -6, fen: -3 },
  ])
})

it('counts what it saw, and what agreed', () => {
  const rows = [rowOf(), rowOf({ number: 'T2', channelNumber: '42002', fen: 500, fee_mf: 3_000 })]
  const trades = [own(), own({ number: 'T3', channelNumber: null, fen: 70 })]
  const { totals } = match(rows, trades)
  expect(totals).toMatchObject({ billRows: 2, ownRows: 2, matched: 1, billFen: 1_500, ownFen: 1_070 })
})

it('rounds thousandths of a fen half away from zero, once for all of a day', () => {
  expect([499, 500, -499, -500, 12_500].map(wholeFen)).toEqual([0, 1, 0, -1, 13])
  const rows = [rowOf({ fee_mf: 6_250 }), rowOf({ number: 'T2', fee_mf: 6_250 })]
  expect(match(rows, [own(), own({ number: 'T2' })]).totals.feeFen).toBe(13)
})

it('explains all of the difference, whatever is compared with what', () => {
  const numbers = fc.constantFrom('T1', 'T2', 'T3', 'T4')
  const common = {
    number: numbers,
    fen: fc.integer({ min: 0, max: 5 }),
    channelNumber: fc.constantFrom('a', 'b'),
  }
  const kind = fc.constantFrom('pay' as const, 'refund' as const)
  const row = fc.record({
    ...common,
    kind,
    moved: fc.boolean(),
    merchant: fc.constantFrom(MERCHANT, MERCHANT, '1'),
    currency: fc.constantFrom('CNY', 'CNY', 'USD'),
    fee_mf: fc.integer({ min: -9_000, max: 9_000 }),
    payNumber: numbers,
  })
  const trades = fc.uniqueArray(fc.record({ ...common, kind }), {
    selector: (trade) => `${trade.kind}${trade.number}`,
  })
  fc.assert(
    fc.property(fc.array(row), trades, (rows, ours) => {
      const { differences, totals } = match(rows, ours)
      expect(totals.unexplainedFen).toBe(0)
      const fees = differences.filter((one) => one.class === 'fee_diff')
      expect(fees.reduce((sum, one) => sum + one.fen, 0)).toBe(0 - totals.feeDiffFen)
    }),
    { numRuns: 500 },
  )
})

it('finds each of many rows once', () => {
  const table = openTable()
  const rows = Array.from({ length: 5_000 }, (_, n) =>
    rowOf({ number: `T${n}`, channelNumber: `c${n}`, fen: n }),
  )
  expect(rows.every((row) => table.add(row))).toBe(true)
  expect(rows.some((row) => table.add(row))).toBe(false)
  for (const { number, fen } of rows.slice(1))
    expect(table.take('pay', number)).toMatchObject({ fen, number })
  expect(table.take('pay', 'T1')).toBeUndefined()
  expect(table.take('refund', 'T0')).toBeUndefined()
  expect([...table.left()]).toEqual([expect.objectContaining({ number: 'T0', channelNumber: 'c0', fen: 0 })])
})

it('names what only the bill has by what we know of its numbers', () => {
  const known = byNumber([
    { kind: 'pay', number: 'T1', fen: 1, at: null },
    { kind: 'pay', number: 'T2', fen: 1, at: 5 },
    { kind: 'refund', number: 'R1', fen: 1, at: 5 },
  ])
  const name = (change: object) => classOf(differenceOf(change), known)
  expect(name({ number: 'T1' })).toBe('status_diff')
  expect(name({ number: 'T2' })).toBe('day_cut')
  expect(name({ number: 'R1' })).toBe('swapped')
  expect(name({ number: 'T9', payNumber: 'T9' })).toBe('channel_only')
  expect(name({ kind: 'refund', number: 'R9', payNumber: 'T2' })).toBe('channel_only')
  expect(name({ kind: 'refund', number: 'R9', payNumber: 'T9' })).toBe('refund_without_pay')
  expect(name({ class: 'amount_diff', number: 'T1' })).toBe('amount_diff')
})

it('asks for yesterday from nine o’clock on, and for what was missed', () => {
  const at = (hour: number) => startOf('2026-11-10') + hour * 3_600_000
  expect(dueDays(undefined, at(8.9))).toEqual([])
  expect(dueDays(undefined, at(9))).toEqual(['2026-11-09'])
  expect(dueDays('2026-11-09', at(23))).toEqual([])
  expect(dueDays('2026-11-07', at(8))).toEqual(['2026-11-08'])
  expect(dueDays('2026-11-01', at(10))).toHaveLength(5)
  expect([isOverdue('2026-11-09', at(11.9)), isOverdue('2026-11-09', at(12))]).toEqual([false, true])
})
