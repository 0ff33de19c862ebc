/** What suppliers earn less or more after the sale: commission back, shares, deductions of either sign. */
import { expect, test } from 'vitest'
import type { LedgerFact } from '../src/facts.ts'
import { accountOf, entriesOf } from '../src/postings.ts'

const told = (fact: LedgerFact) => Object.fromEntries(entriesOf(fact).map((one) => [accountOf(one), one.fen]))
const about = { about: 'lin_1', seller: 'sup_a' }

test('commission goes back from the platform to the supplier', () => {
  expect(told({ kind: 'service_fee_returned', ...about, fen: 700 })).toEqual({
    '2002/sup_a': -700,
    '4001': 700,
  })
})

test('a share is on its way until the channel has spoken, and comes back to the supplier’s account', () => {
  const channel = 'wechat-pay' as const
  expect(told({ kind: 'share', ...about, fen: 9 })).toEqual({ '2002/sup_a': 9, '2008': -9 })
  expect(told({ kind: 'share_failed', ...about, fen: 9 })).toEqual({ '2002/sup_a': -9, '2008': 9 })
  expect(told({ kind: 'share_paid', about: 'shr_1', channel, fen: 9 })).toEqual({ '1001': -9, '2008': 9 })
  expect(told({ kind: 'share_returned', ...about, channel, fen: 9 })).toEqual({
    '1001': 9,
    '2002/sup_a': -9,
  })
})

test('a deduction is the platform’s, an adjustment in favour of the supplier his', () => {
  expect(told({ kind: 'deduction', ...about, fen: 300 })).toEqual({ '2002/sup_a': 300, '4004': -300 })
  expect(told({ kind: 'deduction', ...about, fen: -300 })).toEqual({ '2002/sup_a': -300, '4004': 300 })
})

test('what the platform bears of a refund is its expense, and no seller’s', () => {
  const refund = { kind: 'refund', about: 'x', beforeFen: 0, fen: 900, freightFen: 0, subsidyFen: 0 } as const
  const half = { ...refund, goods: [{ seller: 'sup_a', fen: 400 }], claimsFen: 500 }
  expect(told(half)).toEqual({ '2002/sup_a': 400, '2007': -900, '5005': 500 })
  const none = { ...refund, goods: [{ seller: 'sup_a', fen: 0 }], claimsFen: 900 }
  expect(told(none)).toEqual({ '2007': -900, '5005': 900 })
})
