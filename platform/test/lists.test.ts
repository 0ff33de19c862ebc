/** Pages of lists, and the cursors between them. */
import { expect, it } from 'vitest'
import { CallError } from '../src/problem.ts'
import { pageOf, readCursor, writeCursor } from '../src/lists.ts'

it('a page has a next one where there is a row more than asked for', () => {
  const page = (rows: number[]) => pageOf(rows, 2, (row) => `after ${row}`)
  expect(page([])).toEqual({ shown: [], next: null })
  expect(page([1, 2])).toEqual({ shown: [1, 2], next: null })
  expect(page([1, 2, 3])).toEqual({ shown: [1, 2], next: 'after 2' })
})

it('a cursor is read as it was written, and nothing else is one', () => {
  for (const id of [`prd_${'0'.repeat(26)}`, `prv-${'a'.repeat(40)}`]) {
    const place = { at: 1_795_000_000_000, id }
    expect(readCursor(writeCursor(place))).toEqual(place)
  }
  expect(readCursor(undefined)).toBeUndefined()
  const texts = ['x', '1', '1 ', ' a', '-1 a', '1 a b', "1 a'", `1 ${'a'.repeat(49)}`, '1234567890123456 a']
  for (const bad of ['', 'x', ...texts.map((text) => Buffer.from(text).toString('base64url'))])
    expect(() => readCursor(bad)).toThrow(CallError)
})
