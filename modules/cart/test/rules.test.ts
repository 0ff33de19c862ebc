/** What a cart may hold, and whose it is. */
import { system } from '@tiantou/kernel'
import { expect, test } from 'vitest'
import { maxLines, shopperOf, takesAnotherLine } from '../src/rules.ts'
import { shopper } from './factory.ts'

test('A cart takes a hundred lines and not one more', () => {
  expect(takesAnotherLine(0)).toBe(true)
  expect(takesAnotherLine(maxLines - 1)).toBe(true)
  expect(takesAnotherLine(maxLines)).toBe(false)
})

test('Only a shopper has a cart', () => {
  const actor = shopper()
  expect(shopperOf(actor)).toBe(actor.id)
  expect(() => shopperOf(system('test'))).toThrow('Only a shopper')
})
