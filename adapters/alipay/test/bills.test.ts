/** The bill of a day: fetched by the adapter, written by the twin as the provider writes it. */
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAlipayBills, parseAlipayConfig } from '../src/index.ts'
import { toGbk } from '../src/twin/gbk.ts'
import { type Bench, openBench, paid } from './kit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** The files of a zip by the sizes of its directory. */
function unzip(zip: Buffer): { name: string; text: string }[] {
  const gbk = new TextDecoder('gbk')
  const files: { name: string; text: string }[] = []
  let at = zip.readUInt32LE(zip.length - 6)
  while (zip.readUInt32LE(at) === 0x0201_4b50) {
    const [size, nameLength, offset] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt32LE(at + 42),
    ]
    const name = gbk.decode(zip.subarray(at + 46, at + 46 + nameLength))
    const from = offset + 30 + nameLength
    files.push({ name, text: gbk.decode(inflateRawSync(zip.subarray(from, from + size))) })
    at += 46 + nameLength
  }
  return files
}

it('lists payments and refunds of the day in 25 columns, and their sums', async () => {
  const no = await paid(bench, { description: '桃,一箱' })
  const refund = { outTradeNo: no, outRefundNo: `R${no}`, refundFen: 990, totalFen: 2990, reason: '少,了' }
  await bench.channel.refund(refund)
  const now = () => bench.clock.now
  const bills = createAlipayBills(parseAlipayConfig(bench.settings), { now })
  const answer = await bills.fetch('trade', '2026-05-01')
  if (answer.kind !== 'ok') throw new Error(answer.kind)
  const [detail, sums] = unzip(answer.packed)
  expect(detail?.name).toMatch(/^2088\d+_20260501_业务明细\.csv$/)
  const lines = detail?.text.split('\r\n') ?? []
  expect(lines[4]?.split(',')).toHaveLength(25)
  expect(lines.slice(0, 4).every((line) => line.startsWith('#'))).toBe(true)
  const rows = lines.slice(5, 7).map((line) => line.split(','))
  expect(rows.map((row) => row.length)).toEqual([25, 25])
  expect(rows.map((row) => [row[1]?.trim(), row[2], row[11], row[21]?.trim(), row[22]])).toEqual([
    [no, '交易', '29.90', '', '-0.18'],
    [no, '退款', '-9.90', `R${no}`, '0.06'],
  ])
  expect(lines[7]).toMatch(/^#-+业务明细列表结束-+$/)
  expect(lines[8]).toBe('#交易合计：1笔，商家实收共29.90元，商家优惠共0.00元')
  expect(sums?.name).toContain('(汇总)')
  expect(sums?.text).toContain('合计,,1,1,20.00,20.00')
})

it('says what is not there, and does not believe an answer that is not signed', async () => {
  const now = () => bench.clock.now
  const bills = createAlipayBills(parseAlipayConfig(bench.settings), { now })
  const refused = { kind: 'refuse', times: 1, code: 'isp.bill_not_exist' } as const
  bench.twin.control.failNext(refused)
  expect(await bills.fetch('trade', '2026-04-01')).toEqual({ kind: 'none' })
  bench.twin.control.failNext({ kind: 'unsigned', times: 1 })
  expect((await bills.fetch('trade', '2026-05-01')).kind).toBe('unknown')
  expect(await bills.fetch('trade', 'yesterday')).toMatchObject({ kind: 'refused' })
})

it('writes GBK', () => {
  expect(toGbk('元a￥😀').toString('hex')).toBe('d4aa61a3a43f')
})
