/** Profit sharing against the twin: frozen funds, ends of a share, returns, setting free, refunds beside. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWechatSharing, parseWechatPayConfig } from '../src/index.ts'
import { type Bench, openBench, payment, random, value } from './kit.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const farm = { kind: 'merchant', account: '1900001234', name: '临安山核桃有限公司' } as const
const farmer = { kind: 'person', account: 'oFarmer', name: '王小明' } as const
const shareId = 'shr_01JT0000000000000000000001'
const returnId = 'shr_01JT0000000000000000000002'
const unfreezeId = 'shr_01JT0000000000000000000003'
const description = '田头货款'

let bench: Bench
let sharing: ReturnType<typeof createWechatSharing>
let outTradeNo: string
let transactionId: string

const paid = async (change: object = {}) => {
  const wanted = payment({ amountFen: 10_000, isShared: true, ...change })
  value(await bench.channel.start(wanted))
  const { transactionId: number = '' } = bench.twin.control.pay(wanted.outTradeNo)
  return { outTradeNo: wanted.outTradeNo, transactionId: number }
}

beforeEach(async () => {
  bench = await openBench()
  const deps = { now: () => bench.clock.now, random }
  sharing = createWechatSharing(parseWechatPayConfig(bench.settings), deps)
  ;({ outTradeNo, transactionId } = await paid())
  await bench.pass(MINUTE_MS)
})
afterEach(() => bench.close())

const control = () => bench.twin.control.sharing
const named = () => sharing.addReceiver(farm)
const wanted = (change: object = {}) => ({
  shareId,
  transactionId,
  receiver: { kind: farm.kind, account: farm.account } as { kind: 'merchant' | 'person'; account: string },
  amountFen: 3_000,
  description,
  ...change,
})
const share = async (change: object = {}) => sharing.share(wanted(change))
const asked = async () => value(await sharing.queryShare(wanted()))
const frozen = async () => value(await sharing.unsplit(transactionId)).fen
const takeBack = (change: object = {}) =>
  sharing.takeBack({ returnId, shareId, receiver: farm, amountFen: 1_000, description, ...change })
const refund = (outRefundNo: string, refundFen: number, no = outTradeNo) =>
  bench.channel.refund({ outTradeNo: no, outRefundNo, refundFen, totalFen: 10_000, reason: '' })
const free = (id = unfreezeId) => sharing.unfreeze({ unfreezeId: id, transactionId, description })
/** One whose share has arrived. */
const shared = async () => {
  await named()
  value(await share())
  await bench.pass(0)
}

describe('a share', () => {
  test('takes from what is frozen, and is the receiver’s when the provider says so', async () => {
    expect(value(await named())).toEqual({ done: true })
    expect(control().receivers()).toEqual([{ type: 'MERCHANT_ID', account: farm.account, name: farm.name }])
    expect(await frozen()).toBe(10_000)
    expect(value(await share())).toMatchObject({ state: 'processing', amountFen: 3_000 })
    await bench.pass(0)
    const said = await asked()
    expect(said).toEqual({
      state: 'succeeded',
      channelRef: expect.stringMatching(/^30011/),
      amountFen: 3_000,
    })
    expect(await frozen()).toBe(7_000)
  })

  test('that was sent twice is one; other words under its number are refused', async () => {
    await named()
    bench.twin.control.failNext({ kind: 'commit-timeout', times: 1, path: 'profitsharing/orders' })
    expect(await share()).toMatchObject({ kind: 'unknown' })
    value(await share())
    expect(control().of(outTradeNo).rounds).toHaveLength(1)
    expect(await share({ amountFen: 2_000 })).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
  })

  test('that never arrived is nobody’s', async () => {
    expect(await asked()).toBe(null)
    expect(value(await sharing.queryReturn({ returnId, shareId }))).toBe(null)
    expect(value(await sharing.queryUnfreeze({ unfreezeId, transactionId }))).toBe(null)
  })

  test.each([
    'ACCOUNT_ABNORMAL',
    'RECEIVER_HIGH_RISK',
    'RECEIVER_REAL_NAME_NOT_VERIFIED',
    'NO_AUTH',
    'RECEIVER_RECEIPT_LIMIT',
    'PAYER_ACCOUNT_ABNORMAL',
    'INVALID_REQUEST',
  ])('that closes has its reason (%s), though the sharing order is finished', async (reason) => {
    await named()
    control().plan({ reason })
    value(await share())
    await bench.pass(0)
    expect(await asked()).toMatchObject({ state: 'failed', failCode: reason })
    expect(await frozen()).toBe(10_000)
  })

  test('to somebody who was never named, or no more, closes', async () => {
    value(await share())
    await bench.pass(0)
    expect(await asked()).toMatchObject({ state: 'failed', failCode: 'NO_RELATION' })
    await named()
    expect(value(await sharing.removeReceiver(farm))).toEqual({ done: true })
    expect(control().receivers()).toEqual([])
  })

  test('hangs until it ends', async () => {
    await named()
    control().plan('PENDING')
    value(await share())
    await bench.pass(0)
    expect((await asked())?.state).toBe('processing')
    expect(control().end(shareId, 'SUCCESS')).toBe(true)
    expect((await asked())?.state).toBe('succeeded')
  })

  test('of more than the agreed part, or of more than is left, is refused', async () => {
    await named()
    expect(await share({ amountFen: 3_001 })).toMatchObject({ kind: 'refused', code: 'RULE_LIMIT' })
    control().allow(10_000)
    value(await refund('R-ahead', 2_000))
    expect(await share({ amountFen: 8_001 })).toMatchObject({ kind: 'refused', code: 'NOT_ENOUGH' })
    expect(await share({ amountFen: 8_000 })).toMatchObject({ kind: 'ok' })
  })

  test('is refused too early, too late, of a payment without sharing, and of none', async () => {
    await named()
    const young = await paid()
    const other = (id: string) => share({ shareId: `${shareId}x`, transactionId: id })
    expect(await other(young.transactionId)).toMatchObject({ code: 'INVALID_REQUEST' })
    const plain = await paid({ isShared: false })
    expect(await other(plain.transactionId)).toMatchObject({ code: 'NO_AUTH' })
    expect(await other('4200')).toMatchObject({ code: 'ORDER_NOT_EXIST' })
    await bench.pass(30 * DAY_MS)
    expect(await share()).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
    expect(await frozen()).toBe(0)
  })

  test('to a person ends above his month', async () => {
    const much = await paid({ amountFen: 100_000_000 })
    await bench.pass(MINUTE_MS)
    value(await sharing.addReceiver(farmer))
    const to = { transactionId: much.transactionId, receiver: farmer }
    value(await share({ ...to, amountFen: 20_000_000 }))
    await bench.pass(0)
    value(await share({ ...to, shareId: `${shareId}b`, amountFen: 1 }))
    await bench.pass(0)
    const second = value(
      await sharing.queryShare({ transactionId: much.transactionId, shareId: `${shareId}b` }),
    )
    expect(second).toMatchObject({ state: 'failed', failCode: 'RECEIVER_RECEIPT_LIMIT' })
    const back = await takeBack({ receiver: farmer })
    expect(back).toMatchObject({ kind: 'refused', code: 'person' })
  })

  test('a receiver under a wrong name is refused', async () => {
    bench.twin.control.setName(farm.account, farm.name)
    expect(await sharing.addReceiver({ ...farm, name: '别家' })).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(value(await named())).toEqual({ done: true })
  })
})

describe('a return', () => {
  test('comes back once, in parts, never more than was given', async () => {
    await shared()
    expect(value(await takeBack())).toMatchObject({ state: 'processing', amountFen: 1_000 })
    await bench.pass(0)
    value(await takeBack())
    expect(value(await sharing.queryReturn({ returnId, shareId }))).toMatchObject({ state: 'succeeded' })
    expect(control().of(outTradeNo).returns).toHaveLength(1)
    expect(await takeBack({ amountFen: 2 })).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(await takeBack({ returnId: 'x1', amountFen: 2_001 })).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(value(await takeBack({ returnId: 'x2', amountFen: 2_000 }))).toMatchObject({ amountFen: 2_000 })
  })

  test('fails with its reason, or is too late', async () => {
    await shared()
    control().plan({ reason: 'ACCOUNT_ABNORMAL' })
    value(await takeBack())
    await bench.pass(0)
    const said = value(await sharing.queryReturn({ returnId, shareId }))
    expect(said).toMatchObject({ state: 'failed', failCode: 'ACCOUNT_ABNORMAL' })
    await bench.pass(181 * DAY_MS)
    expect(await takeBack({ returnId: 'late' })).toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test('of a share that is none is refused', async () => {
    expect(await takeBack()).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
  })
})

describe('setting free', () => {
  test('ends sharing for good, and is one however often it is told', async () => {
    await shared()
    expect(value(await free())).toMatchObject({ state: 'succeeded' })
    expect(value(await free())).toMatchObject({ state: 'succeeded' })
    expect(value(await sharing.queryUnfreeze({ unfreezeId, transactionId }))?.state).toBe('succeeded')
    expect(await frozen()).toBe(0)
    expect(await free('another')).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
    expect(await share({ shareId: 'late' })).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
  })

  test('comes before a refund of more than is frozen', async () => {
    await shared()
    expect(await refund('R1', 7_001)).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
    value(await refund('R2', 7_000))
    value(await free())
    expect(value(await refund('R3', 3_000)).state).toBe('processing')
  })
})
