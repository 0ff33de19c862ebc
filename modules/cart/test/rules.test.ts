/** What a cart may hold, and whose it is. */
import { NAMELESS, system } from '@tiantou/kernel'
import { expect, test } from 'vitest'
import { maxLines, mergeCarts, ownerOf, takesAnotherLine } from '../src/rules.ts'
import { guest, shopper } from './factory.ts'

test('A cart takes a hundred lines and not one more', () => {
  expect(takesAnotherLine(0)).toBe(true)
  expect(takesAnotherLine(maxLines - 1)).toBe(true)
  expect(takesAnotherLine(maxLines)).toBe(false)
})

test('Shoppers have a cart, and guests with a name of their own', () => {
  const actor = shopper()
  expect(ownerOf(actor)).toBe(actor.id)
  expect(ownerOf(guest('phone-in-the-kitchen'))).toBe('guest:phone-in-the-kitchen')
  for (const nobody of [system('test'), guest(`${NAMELESS}many-behind-one-address`)]) {
    expect(() => ownerOf(nobody)).toThrow('Only shoppers')
  }
})

const held = (sku_id: string, quantity: number) => ({ sku_id, quantity })

test('Merging takes of each SKU the larger number, and what is new as far as there is room', () => {
  const mine = [held('a', 2), held('b', 5)]
  const theirs = [held('c', 1), held('a', 3), held('b', 4)]
  expect(mergeCarts(theirs, mine)).toEqual({ grown: [held('a', 3)], added: [held('c', 1)], left: [] })
  const full = Array.from({ length: maxLines - 1 }, (_, i) => held(`m${i}`, 1))
  expect(mergeCarts([held('x', 1), held('y', 1)], full)).toMatchObject({
    added: [held('x', 1)],
    left: [held('y', 1)],
  })
})
