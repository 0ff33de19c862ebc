/** Transfers to a user against the twin: he confirms, lets it lapse, or the merchant calls it off. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RawCallback } from '@tiantou/payment/port'
import { createWechatTransfers, parseWechatPayConfig, parseWechatTransferConfig } from '../src/index.ts'
import { type Bench, openBench, openWebhook, payment, random, value } from './kit.ts'

const HOUR_MS = 3_600_000
const transferId = 'wdr_01JT0000000000000000000001'
const outBillNo = transferId.replace('_', '')

let bench: Bench
let hook: { url: string; close(): Promise<void> }
let raws: RawCallback[]
let transfers: ReturnType<typeof createWechatTransfers>

const wanted = { transferId, amountFen: 12_345, openid: 'oSupplier1', remark: '田头货款' }

beforeEach(async () => {
  bench = await openBench()
  raws = []
  hook = await openWebhook((raw) => {
    raws.push(raw)
    return 204
  })
  const notifyUrl = `${hook.url}/transfer`
  const merchant = parseWechatPayConfig(bench.settings)
  const config = { sceneId: '1009', sceneInfo: '采购商品名称=鲜果', notifyUrl }
  const deps = { now: () => bench.clock.now, random }
  transfers = createWechatTransfers(parseWechatTransferConfig(merchant, config), deps)
})
afterEach(async () => {
  await bench.close()
  await hook.close()
})

const heard = async () => {
  await bench.twin.control.idle()
  return transfers.readCallback(raws.at(-1) ?? { headers: {}, body: Buffer.alloc(0) })
}
const stateOf = async () => value(await transfers.query(transferId))?.state

describe('a transfer', () => {
  test('waits for the user, and is over when he confirms', async () => {
    const report = value(await transfers.submit(wanted))
    expect(report).toMatchObject({ transferId, state: 'wait_user_confirm', amountFen: 12_345 })
    expect(report.packageInfo).toMatch(/^[\w-]{32}$/)
    expect(await stateOf()).toBe('wait_user_confirm')
    expect(bench.twin.control.confirmTransfer(outBillNo)).toBe(true)
    const { channelRef } = report
    const over = { transferId, channelRef, state: 'succeeded', amountFen: 12_345 }
    expect(await heard()).toEqual({ kind: 'ok', value: over })
    expect(value(await transfers.query(transferId))).toEqual(over)
    expect(bench.twin.control.confirmTransfer(outBillNo)).toBe(false)
  })

  test('that was sent twice is one transfer; other words under its number are refused', async () => {
    const first = value(await transfers.submit({ ...wanted, amountFen: 200_000, userName: '张三丰' }))
    const again = value(await transfers.submit({ ...wanted, amountFen: 200_000, userName: '张三丰' }))
    expect(again).toEqual(first)
    expect(bench.twin.control.transfers()).toHaveLength(1)
    expect(await transfers.submit(wanted)).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
  })

  test('whose answer was lost is found by its number', async () => {
    bench.twin.control.failNext({ kind: 'commit-timeout', times: 1, path: 'transfer-bills' })
    expect(await transfers.submit(wanted)).toMatchObject({ kind: 'unknown' })
    expect(await stateOf()).toBe('wait_user_confirm')
  })

  test('that never arrived is nobody’s', async () => {
    expect(await transfers.query(transferId)).toEqual({ kind: 'ok', value: null })
  })

  test('that nobody confirms within a day has failed', async () => {
    value(await transfers.submit(wanted))
    await bench.pass(23 * HOUR_MS)
    expect(await stateOf()).toBe('wait_user_confirm')
    await bench.pass(HOUR_MS)
    const said = await heard()
    expect(said).toMatchObject({ kind: 'ok', value: { state: 'failed', failCode: 'OVERDUE_CLOSE' } })
    expect(await stateOf()).toBe('failed')
  })

  test('that is called off ends cancelled, and cannot be called off once it is over', async () => {
    value(await transfers.submit(wanted))
    expect(value(await transfers.cancel(transferId))).toMatchObject({ state: 'processing' })
    await bench.pass(1)
    expect(await stateOf()).toBe('cancelled')
    const other = { ...wanted, transferId: transferId.replace(/1$/, '2') }
    value(await transfers.submit(other))
    bench.twin.control.confirmTransfer(other.transferId.replace('_', ''))
    expect(await transfers.cancel(other.transferId)).toMatchObject({ kind: 'refused' })
  })

  test('that the bank sends back has failed with its reason', async () => {
    value(await transfers.submit(wanted))
    expect(bench.twin.control.failTransfer(outBillNo, 'ACCOUNT_ABNORMAL')).toBe(true)
    expect(await heard()).toMatchObject({ value: { state: 'failed', failCode: 'ACCOUNT_ABNORMAL' } })
  })
})

describe('a name', () => {
  test('is needed from 2,000 yuan on, sealed for the provider alone, and compared', async () => {
    const much = { ...wanted, amountFen: 200_000 }
    expect(await transfers.submit(much)).toMatchObject({ kind: 'refused', code: 'user_name_missing' })
    bench.twin.control.setName('oSupplier1', '张三丰')
    const wrong = await transfers.submit({ ...much, userName: '李四' })
    expect(wrong).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
    expect(await transfers.submit({ ...much, userName: '张三丰' })).toMatchObject({ kind: 'ok' })
  })

  test('is left away below 0.30 yuan, where the provider takes none', async () => {
    expect(await transfers.submit({ ...wanted, amountFen: 29, userName: '张三丰' })).toMatchObject({
      kind: 'ok',
    })
  })
})

describe('what is not believed', () => {
  test('is a notice that was changed, is of another merchant, or about something else', async () => {
    value(await transfers.submit(wanted))
    bench.twin.control.confirmTransfer(outBillNo)
    await bench.twin.control.idle()
    const [raw] = raws
    if (raw === undefined) throw new Error('nothing was heard')
    const forged = { ...raw, body: Buffer.from(raw.body.toString('utf8').replace('"id"', '"iD"')) }
    expect(await transfers.readCallback(forged)).toMatchObject({ kind: 'refused' })
    bench.clock.now += 301_000
    expect(await transfers.readCallback(raw)).toMatchObject({ kind: 'refused' })
    const paid = await openPayment()
    expect(await transfers.readCallback(paid)).toEqual({ kind: 'refused', code: 'not_understood' })
  })

  test('is the word of a transfer about money that is not there', async () => {
    bench.twin.control.setTransferFunds(12_344)
    expect(await transfers.submit(wanted)).toMatchObject({ kind: 'refused', code: 'NOT_ENOUGH' })
    expect(await transfers.query(transferId)).toEqual({ kind: 'ok', value: null })
  })

  const openPayment = async (): Promise<RawCallback> => {
    const wantedPayment = payment({ expiresAt: bench.clock.now + 60_000 })
    value(await bench.channel.start(wantedPayment))
    bench.twin.control.pay(wantedPayment.outTradeNo)
    await bench.twin.control.idle()
    const { raw } = bench.heard.at(-1) ?? {}
    if (raw === undefined) throw new Error('no payment was heard')
    return raw
  }
})

describe('settings', () => {
  test('name everything that is wrong with them', () => {
    const merchant = parseWechatPayConfig(bench.settings)
    const wrong = { sceneId: '10', sceneInfo: '采购商品名称', notifyUrl: 'http://shop.example/x' }
    expect(() => parseWechatTransferConfig(merchant, wrong)).toThrow(
      /sceneId .*; sceneInfo .*; transferNotifyUrl must be https/,
    )
  })
})
