/** What bytes are, what labels keep, which sizes are made, when a link is the right one. */
import { expect, test } from 'vitest'
import { kindOf, labelOf, privateName, publicName, sidesNo, variantsOf } from '../src/rules.ts'
import { aPicture } from './factory.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test('What it is, the content says', async () => {
  for (const kind of ['jpeg', 'png', 'webp', 'avif'] as const)
    expect(kindOf(await aPicture(kind, 40, 40))).toEqual({ kind, isTaken: true })
  expect(kindOf(bytes('GIF89a......'))).toEqual({ kind: 'gif', isTaken: false })
  expect(kindOf(bytes('\0\0\0\x18ftypheic....'))).toEqual({ kind: 'heic', isTaken: false })
  expect(kindOf(bytes('\0\0\0\x1cftypmif1\0\0\0\0mif1avif'))).toEqual({ kind: 'avif', isTaken: true })
  expect(kindOf(bytes('\0\0\0\x1cftypmif1\0\0\0\0mif1heic'))).toEqual({ kind: 'heic', isTaken: false })
  expect(kindOf(bytes('\0\0\0\x18ftypisom\0\0\0\0mp42'))).toEqual({ kind: 'other', isTaken: false })
  for (const other of [
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<!doctype html>',
    'RIFF....WAVE....',
    '....WEBP....WEBP',
    '%PDF-1.7',
    '',
  ])
    expect(kindOf(bytes(other))).toEqual({ kind: 'other', isTaken: false })
})

test('A label is the last part of a name, without what is no text', () => {
  expect(labelOf('桃子 大.jpg')).toBe('桃子 大.jpg')
  expect(labelOf('../../etc/passwd')).toBe('passwd')
  expect(labelOf('C:\\temp\\..\\a.png')).toBe('a.png')
  expect(labelOf('a\0b\u202egpj.exe')).toBe('abgpj.exe')
  expect(labelOf('..')).toBe('')
  expect(labelOf('.htaccess')).toBe('htaccess')
  expect(Array.from(labelOf('🍑'.repeat(200)))).toHaveLength(80)
})

test('Sizes are made below the own width, and one that holds all; none is missing', () => {
  expect(variantsOf(100)).toEqual([160])
  expect(variantsOf(160)).toEqual([160])
  expect(variantsOf(700)).toEqual([160, 480, 960])
  expect(variantsOf(1600)).toEqual([160, 480, 960, 1600])
  expect(variantsOf(9_000)).toEqual([160, 480, 960, 1600])
})

test('Limits of sides', () => {
  const limits = { maxPixels: 1_000_000, maxSide_px: 2_000, minSide_px: 20 }
  expect(sidesNo({ width: 1_000, height: 1_000 }, limits)).toBeUndefined()
  expect(sidesNo({ width: 1_001, height: 1_000 }, limits)).toBe('too_many_pixels')
  expect(sidesNo({ width: 2_001, height: 100 }, limits)).toBe('side_out_of_bounds')
  expect(sidesNo({ width: 19, height: 100 }, limits)).toBe('side_out_of_bounds')
})

test('Names say nothing of a path, and private ones nothing of the content', () => {
  expect(publicName('ab'.repeat(32))).toMatch(/^pic-[0-9a-f]{40}$/)
  expect(privateName(Buffer.alloc(24, 7).toString('base64url'))).toMatch(/^prv-[0-9a-f]{40}$/)
})
