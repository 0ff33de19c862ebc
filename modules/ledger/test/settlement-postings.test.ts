/** What suppliers earn less or more after the sale: commission that goes back, deductions of either sign. */
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

test('a deduction is the platform’s, an adjustment in favour of the supplier his', () => {
  expect(told({ kind: 'deduction', ...about, fen: 300 })).toEqual({ '2002/sup_a': 300, '4004': -300 })
  expect(told({ kind: 'deduction', ...about, fen: -300 })).toEqual({ '2002/sup_a': -300, '4004': 300 })
})
