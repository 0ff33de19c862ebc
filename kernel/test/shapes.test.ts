/** Shapes that contracts share: what a text of a person may be. */
import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { Readable } from '../src/index.ts'

const readable = Compile(Readable(5))

test.each(['张三', ' 张 ', 'a', '😀😀', '\u00a0x'])('%j can be read', (text) => {
  expect(readable.Check(text)).toBe(true)
})

test.each(['', ' ', '   ', '\u3000', 'a\nb', 'a\u0000', '\u007fa', '\t', 'abcdef'])('%j cannot', (text) => {
  expect(readable.Check(text)).toBe(false)
})
