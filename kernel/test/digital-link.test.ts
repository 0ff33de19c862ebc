/** What codes on labels say. */
import { expect, test } from 'vitest'
import { digitalLink, houseGtin, isGtin } from '../src/digital-link.ts'

test('A GTIN ends in its check digit', () => {
  expect(isGtin('06141411234567'.slice(0, 14))).toBe(false)
  expect(isGtin('09520123456788')).toBe(true)
  expect(isGtin('09520123456789')).toBe(false)
  expect(isGtin('9520123456788')).toBe(false)
})

test('A number of the house is a GTIN, its own for every SKU, and the same every time', () => {
  const one = houseGtin('sku_01k7m0000000000000abcdefgh')
  const other = houseGtin('sku_01k7m0000000000000abcdefgj')
  expect(isGtin(one) && isGtin(other)).toBe(true)
  expect(one.startsWith('029')).toBe(true)
  expect(one).not.toBe(other)
  expect(houseGtin('sku_01k7m0000000000000abcdefgh')).toBe(one)
})

test('Lot, last day in China, weight and price follow the number', () => {
  const what = { gtin: '09520123456788', lotNo: 'YS/26-A', useBy: Date.UTC(2026, 6, 30, 16) }
  expect(digitalLink('https://shop.example', { ...what, grams: 2_380, fen: 3_322 })).toBe(
    'https://shop.example/01/09520123456788/10/YS%2F26-A?17=260731&3103=002380&3922=3322',
  )
  expect(digitalLink('https://shop.example', { ...what, lotNo: '赣南一号' })).toBe(
    'https://shop.example/01/09520123456788?17=260731',
  )
})
