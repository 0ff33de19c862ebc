/**
 * What a link of the chain is made of, word by word: whoever checks the books from outside computes the same.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { GENESIS, linkHash } from '../src/chain.ts'
import type { JournalRow } from '../src/tables.ts'

const journal: JournalRow = {
  id: 'jrn_1',
  kind: 'settled',
  about: 'stm_1',
  take: 0,
  occurred_at: 5,
  booked_at: 7,
  reverses: null,
}
const entries = [
  { journal_id: 'jrn_1', no: 0, account: '2002/sup_1', amount_fen: 300 },
  { journal_id: 'jrn_1', no: 1, account: '2003/sup_1', amount_fen: -300 },
]
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

test('it is the hash before it, the journal’s words, and its entries, one a line', () => {
  expect(GENESIS).toBe('0000000000000000000000000000000000000000000000000000000000000000')
  const text = `${GENESIS} jrn_1 settled stm_1 5 7 -\n0 2002/sup_1 300\n1 2003/sup_1 -300`
  expect(linkHash(GENESIS, journal, entries)).toBe(sha256(text))
})

test('a later take is told by its number, and a mirror image by whose it is', () => {
  const taken = sha256('abc jrn_1 settled stm_1 5 7 - 2')
  expect(linkHash('abc', { ...journal, take: 2 }, [])).toBe(taken)
  const mirror = sha256('abc jrn_1 settled stm_1 5 7 jrn_0')
  expect(linkHash('abc', { ...journal, reverses: 'jrn_0' }, [])).toBe(mirror)
})
