/** Labels as a printer would print them: rendered, looked at for ink, and their codes read by a scanner. */
import { PDFiumLibrary } from '@hyzyla/pdfium'
import jsQR from 'jsqr'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { code128 } from '../src/code128.ts'
import { SYMBOLS } from '../src/code128.data.ts'
import { codeOf, type Label, type LabelSize, labelPdf } from '../src/labels.ts'

const origin = 'https://shop.example'
const goods = {
  skuId: 'sku_01k7m0000000000000abcdefgh',
  title: '洛川苹果 红富士 八十五毫米以上 产地直发',
  spec: '散装 1 斤',
  lotId: 'lot_01k7m0000000000000abcdefgh',
  lotNo: 'APPLE-3',
  useBy: Date.UTC(2026, 7, 1),
  pieces: 5,
  grams: 2_380,
  fen: 3_322,
}
const label: Label = {
  parcelId: 'pcl_01k7m0000000000000abcdefgh',
  orderId: 'ord_01k7m0000000000000abcdefgh',
  orderNo: '26080100000000000018',
  no: 1,
  of: 2,
  route: '东城一线',
  mode: 'fleet',
  storageClass: 'chilled',
  goodsGrams: 2_380,
  coolantGrams: 500,
  carrier: null,
  trackingNo: null,
  receiver: {
    name: '张*',
    phone: '138****8000',
    province: '北京市',
    city: '北京市',
    county: '东城区',
    detail: '东华门街道一号院三单元',
  },
  destinationCode: '',
  packedAt: Date.UTC(2026, 6, 31),
  lines: [
    goods,
    { ...goods, title: '土鸡蛋', spec: '30 枚', lotNo: '鸡蛋一号', grams: null, pieces: 2, fen: 9_000 },
  ],
}

/** Pixels of one point: 203 dpi, as thermal printers have. */
const scale = 203 / 72

let pdfium: PDFiumLibrary
beforeAll(async () => {
  pdfium = await PDFiumLibrary.init()
})
afterAll(() => pdfium.destroy())

/** The pages as a printer of 203 dpi shows them. */
const printed = async (what: Label, size: LabelSize) => {
  const document = await pdfium.loadDocument(await labelPdf(what, size, origin))
  const pages = []
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale, render: 'bitmap', colorSpace: 'BGRA' })
    pages.push({ width, height, data: new Uint8ClampedArray(data) })
  }
  document.destroy()
  return pages
}

const keep = async (
  name: string,
  { width, height, data }: { width: number; height: number; data: Uint8ClampedArray },
) => {
  const folder = process.env['TIANTOU_PICTURES']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
    .png()
    .toFile(join(folder, name))
}

test('Each lot of each line has a label of 60 × 40 mm whose code says it all', async () => {
  const pages = await printed(label, '60x40')
  expect(pages).toHaveLength(2)
  for (const [at, page] of pages.entries()) {
    await keep(`label-goods-${at + 1}.png`, page)
    expect([page.width, page.height]).toEqual([479, 318])
    const line = label.lines[at]
    expect(line).toBeDefined()
    const read = jsQR.default(page.data, page.width, page.height)
    expect(read?.data).toBe(line === undefined ? '' : codeOf(origin, line))
  }
  expect(codeOf(origin, goods)).toMatch(/\/01\/029\d{11}\/10\/APPLE-3\?17=260801&3103=002380&3922=3322$/)
})

test('The parcel has a label of 100 × 150 mm with a code that the next scanner knows it by', async () => {
  const [page, ...more] = await printed(label, '100x150')
  expect(more).toEqual([])
  if (page === undefined) throw new Error('There is no page.')
  await keep('label-parcel.png', page)
  expect(jsQR.default(page.data, page.width, page.height)?.data).toBe(label.parcelId)
})

test('More lines than a label has room for are counted', async () => {
  const lines = Array.from({ length: 30 }, () => goods)
  const [page] = await printed({ ...label, lines }, '100x150')
  if (page === undefined) throw new Error('There is no page.')
  await keep('label-many.png', page)
  expect((await printed({ ...label, lines }, '60x40')).length).toBe(30)
})

/** Reads widths of bars and spaces as a scanner does: symbol by symbol, sets and check figure included. */
const readBars = (widths: readonly number[]): string => {
  const text = widths.join('')
  const values = []
  for (let at = 0; at < text.length - 7; at += 6) values.push(SYMBOLS.indexOf(text.slice(at, at + 6)))
  expect(text.slice(-7)).toBe(SYMBOLS.at(-1))
  const check = values.pop()
  const [start = 0, ...rest] = values
  expect(rest.reduce((sum, value, at) => sum + value * (at + 1), start) % 103).toBe(check)
  let set = start === 105 ? 'C' : 'B'
  let read = ''
  for (const value of rest) {
    if (value === 99) set = 'C'
    else if (value === 100) set = 'B'
    else read += set === 'C' ? String(value).padStart(2, '0') : String.fromCharCode(value + 32)
  }
  return read
}

test('Every symbol of Code 128 is eleven modules wide and unlike any other', () => {
  expect(SYMBOLS).toHaveLength(107)
  expect(new Set(SYMBOLS).size).toBe(107)
  const widths = SYMBOLS.map((one) => Array.from(one, Number).reduce((sum, width) => sum + width, 0))
  expect(widths).toEqual([...Array.from({ length: 106 }, () => 11), 13])
})

test('Bars read as they were written, figures in pairs', () => {
  for (const text of ['SF1430089271623', '75123456789012', 'JD0123-1-1-', 'ZT12', '123', 'a~ Z'])
    expect(readBars(code128(text))).toBe(text)
  // A symbol for each of S, F, 1, six pairs; start, change, check and stop.
  expect(code128('SF1430089271623').length).toBe((3 + 6 + 3) * 6 + 7)
  for (const text of ['', '顺丰']) expect(() => code128(text)).toThrow(RangeError)
})

test('With a carrier the label shows his number in bars, his mark, and whom it goes to', async () => {
  const number = { carrier: '顺丰速运', trackingNo: 'SF1430089271623', destinationCode: '010W-AB' }
  const [page] = await printed({ ...label, mode: 'carrier', ...number }, '100x150')
  if (page === undefined) throw new Error('There is no page.')
  await keep('label-carrier.png', page)
  expect(jsQR.default(page.data, page.width, page.height)?.data).toBe(label.parcelId)
  // The row of dots through the middle of the bars, 57 mm down.
  const row = Math.round((57 / 150) * page.height)
  const dark = (x: number) => (page.data[(row * page.width + x) * 4] ?? 255) < 128
  const runs: number[] = []
  for (let x = 0, from = -1; x <= page.width; x += 1) {
    const changes = x === page.width ? from >= 0 : x > 0 && dark(x) !== dark(x - 1)
    if (!changes) continue
    if (from >= 0) runs.push(x - from)
    from = x
  }
  runs.pop()
  const bars = code128(number.trackingNo)
  const dot = runs.reduce((sum, one) => sum + one, 0) / bars.reduce((sum, one) => sum + one, 0)
  expect(runs.map((one) => Math.round(one / dot))).toEqual(bars)
})
