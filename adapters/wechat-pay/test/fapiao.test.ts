/** Electronic invoices against the twin: issued, refused, lost on the way, taken back, fetched, told of. */
import type { RawCallback } from '@tiantou/payment/port'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWechatFapiao, parseWechatFapiaoConfig, parseWechatPayConfig } from '../src/index.ts'
import { type Bench, openBench, openWebhook, random, value } from './kit.ts'

const invoiceId = 'fap_01JT0000000000000000000001'
const line = { spec: '5斤', taxCode: '1010115010000000000', taxRateBp: 900, quantity: 2, amountFen: 5_980 }
const wanted = {
  invoiceId,
  title: { kind: 'company', name: '临安山核桃有限公司', taxNumber: '91330185MA28M1XG5C' },
  email: 'books@example.com',
  lines: [{ ...line, name: '水蜜桃' }],
  remark: '订单 1',
} as const

let bench: Bench
let hook: { url: string; close(): Promise<void> }
let raws: RawCallback[]
let fapiao: ReturnType<typeof createWechatFapiao>

beforeEach(async () => {
  bench = await openBench()
  raws = []
  hook = await openWebhook((raw) => {
    raws.push(raw)
    return 204
  })
  const config = parseWechatFapiaoConfig(parseWechatPayConfig(bench.settings), `${hook.url}/fapiao`)
  fapiao = createWechatFapiao(config, { now: () => bench.clock.now, random })
})
afterEach(async () => {
  await bench.close()
  await hook.close()
})

const twin = () => bench.twin.control
const known = async () => value(await fapiao.query(invoiceId))
const issued = async () => {
  value(await fapiao.issue(wanted))
  await bench.pass(1)
  return known()
}
const red = async () => {
  const blue = await issued()
  return { invoiceId, code: blue?.code ?? '', number: blue?.number ?? '', reason: '退款' }
}

describe('an invoice', () => {
  test('is accepted, issued a moment later, told of, and can be fetched', async () => {
    value(await fapiao.issue(wanted))
    expect(await known()).toEqual({ state: 'issuing', amountFen: 5_980 })
    expect(await fapiao.file(invoiceId)).toMatchObject({ kind: 'refused' })
    await bench.pass(1)
    expect(await known()).toMatchObject({ state: 'issued', number: expect.stringMatching(/^\d{20}$/) })
    expect(twin().fapiao()[0]).toMatchObject({ email: wanted.email, taxpayerId: wanted.title.taxNumber })
    const [raw] = raws
    if (raw === undefined) throw new Error('nothing was heard')
    expect(await fapiao.readNotice(raw)).toEqual({ kind: 'ok', value: { invoiceId } })
    const file = value(await fapiao.file(invoiceId))
    expect(file.toString('latin1')).toMatch(/^%PDF-/)
  })

  test('that was sent twice is one; other words under its number are refused', async () => {
    value(await fapiao.issue(wanted))
    value(await fapiao.issue(wanted))
    expect(twin().fapiao()).toHaveLength(1)
    const other = { ...wanted, title: { kind: 'person', name: '王小明' } } as const
    expect(await fapiao.issue(other)).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
  })

  test('whose answer was lost is found by its number; one that never arrived is nobody’s', async () => {
    expect(await known()).toBeNull()
    twin().failNext({ kind: 'commit-timeout', times: 1, path: 'fapiao-applications' })
    expect(await fapiao.issue(wanted)).toMatchObject({ kind: 'unknown' })
    expect(await known()).toMatchObject({ state: 'issuing' })
  })

  test('is not issued before the provider knows where notices go', async () => {
    twin().failNext({ kind: 'error-500', times: 1, path: 'development-config' })
    expect(await fapiao.issue(wanted)).toMatchObject({ kind: 'unknown' })
    expect(twin().fapiao()).toEqual([])
    expect(await fapiao.issue(wanted)).toMatchObject({ kind: 'ok' })
  })

  test('may fail', async () => {
    twin().planFapiao('badly')
    expect(await issued()).toEqual({ state: 'failed', amountFen: 5_980 })
  })
})

describe('a red invoice', () => {
  test('takes a blue one back, once', async () => {
    const wish = await red()
    value(await fapiao.reverse(wish))
    value(await fapiao.reverse(wish))
    expect(await known()).toMatchObject({ state: 'reversing' })
    await bench.pass(1)
    expect(await known()).toMatchObject({ state: 'reversed', redNumber: expect.stringMatching(/^\d{20}$/) })
    expect(twin().notices().at(-1)).toMatchObject({ event: 'FAPIAO.REVERSED' })
  })

  test('may fail and be asked for again; of nothing issued there is none', async () => {
    twin().planFapiao('well')
    twin().planFapiao('badly')
    const wish = await red()
    value(await fapiao.reverse(wish))
    await bench.pass(1)
    expect(await known()).toMatchObject({ state: 'reverse_failed' })
    expect(await fapiao.reverse(wish)).toMatchObject({ kind: 'ok' })
    const other = { ...wish, invoiceId: invoiceId.replace(/1$/, '2') }
    expect(await fapiao.reverse(other)).toMatchObject({ kind: 'refused', code: 'NOT_FOUND' })
  })
})

test('what is not believed is a notice that was changed or is old', async () => {
  await issued()
  const [raw] = raws
  if (raw === undefined) throw new Error('nothing was heard')
  const forged = { ...raw, body: Buffer.from(raw.body.toString('utf8').replace('"id"', '"iD"')) }
  expect(await fapiao.readNotice(forged)).toMatchObject({ kind: 'refused' })
  bench.clock.now += 301_000
  expect(await fapiao.readNotice(raw)).toMatchObject({ kind: 'refused' })
})

test('settings name what is wrong with them', () => {
  const merchant = parseWechatPayConfig(bench.settings)
  expect(() => parseWechatFapiaoConfig(merchant, 'http://shop.example/x')).toThrow(/fapiaoNotifyUrl/)
})
