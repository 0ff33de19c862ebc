/** The operations of the adapter against the twin: what goes well, and what is refused with which code. */
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUnionpayBills, parseUnionpayConfig } from '../src/index.ts'
import { type Bench, bare, numberAt, openBench, opened, paid, payment, START_OF_TIME, value } from './kit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.twin.control.behave())

const refundOf = (outTradeNo: string, refundFen: number) => ({
  outTradeNo,
  outRefundNo: numberAt('rfd'),
  refundFen,
  totalFen: 2990,
  reason: '少了两个',
})

describe('start', () => {
  it.each(['h5', 'page'] as const)('%s is a signed form that leads to the cashier', async (scene) => {
    const request = payment({ scene })
    const ticket = value(await bench.channel.start(request))
    if (ticket.scene !== scene || ticket.form === undefined) throw new Error('another scene')
    const post = (form: Record<string, string>) =>
      fetch(ticket.url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
    expect((await post({ ...ticket.form, txnAmt: '1' })).status).toBe(400)
    const answer = await post(ticket.form)
    expect(answer.headers.get('location')).toContain(`out_trade_no=${bare(request.outTradeNo)}`)
    expect(bench.twin.control.order(bare(request.outTradeNo))).toMatchObject({
      state: 'open',
      totalFen: 2990,
      returnUrl: 'http://shop.local/cashier/pay_1?back=1',
      expiresAt: request.expiresAt,
    })
  })

  it('the same number makes the same form whenever it is made: its time is that of the number', async () => {
    const request = payment()
    const first = value(await bench.channel.start(request))
    bench.clock.now += 60_000
    expect(value(await bench.channel.start(request))).toEqual(first)
    bench.clock.now -= 60_000
  })

  it('app is a ticket of UnionPay’s, again the same; a number that was used up is asked about', async () => {
    const request = payment({ scene: 'app' })
    const ticket = value(await bench.channel.start(request))
    expect(value(await bench.channel.start(request))).toEqual(ticket)
    bench.twin.control.pay(bare(request.outTradeNo))
    expect(await bench.channel.start(request)).toMatchObject({ kind: 'refused', code: 'paid' })
  })

  it('what it does not offer, and a number that tells no time, are refused', async () => {
    expect(await bench.channel.start(payment({ scene: 'jsapi' }))).toMatchObject({ code: 'not_offered' })
    const noId = { kind: 'refused', code: 'number_unknown' }
    expect(await bench.channel.start(payment({ outTradeNo: 'T2026' }))).toMatchObject(noId)
    expect(await bench.channel.query('T2026')).toMatchObject(noId)
  })
})

describe('query', () => {
  it('knows nothing before somebody pays, and then the amount and the time', async () => {
    const no = await opened(bench)
    expect(await bench.channel.query(no)).toMatchObject({ kind: 'refused', code: '34' })
    bench.twin.control.pay(bare(no))
    const fact = value(await bench.channel.query(no))
    expect(fact).toMatchObject({ outTradeNo: no, state: 'paid', amountFen: 2990, paidAt: START_OF_TIME })
    await bench.twin.control.idle()
    const { merchantId, appId } = bench.channel
    expect(bench.heard.at(-1)?.verified).toEqual({ kind: 'payment', merchantId, appId, fact })
  })

  it('a bank that said no leaves it unpaid: another card may pay', async () => {
    const no = await opened(bench)
    bench.twin.control.decline(bare(no))
    expect(value(await bench.channel.query(no))).toEqual({ outTradeNo: no, state: 'unpaid' })
  })

  it('of a year that ended between order and payment the payment is in the next', async () => {
    const newYear = Temporal.Instant.from('2026-12-31T15:59:59Z').epochMilliseconds
    const other = await openBench()
    other.clock.now = newYear
    const no = await opened(other, { outTradeNo: numberAt('att', newYear), expiresAt: newYear + 900_000 })
    other.clock.now = newYear + 2_000
    other.twin.control.pay(bare(no))
    expect(value(await other.channel.query(no))).toMatchObject({ paidAt: newYear + 2_000 })
    await other.close()
  })
})

it('closing is refused: UnionPay has no such call', async () => {
  expect(await bench.channel.close(await opened(bench))).toMatchObject({ code: 'cannot_close' })
})

describe('refund', () => {
  it('is taken on, and given back when asked about; in parts, and never above what was paid', async () => {
    const no = await paid(bench)
    const first = refundOf(no, 1000)
    expect(value(await bench.channel.refund(first))).toMatchObject({ state: 'processing' })
    const asked = value(await bench.channel.queryRefund(first))
    expect(asked).toMatchObject({ state: 'succeeded', refundFen: 1000, finishedAt: START_OF_TIME })
    expect(value(await bench.channel.refund(first))).toEqual(asked)
    expect(await bench.channel.refund(refundOf(no, 1991))).toMatchObject({ kind: 'refused', code: '36' })
    value(await bench.channel.refund(refundOf(no, 1990)))
    const { refunds } = bench.twin.control.order(bare(no)) ?? {}
    expect(refunds?.map((one) => one.refundFen)).toEqual([1000, 1990])
  })

  it('one that a bank refuses is abnormal, one that hangs is under way, none is refused', async () => {
    const no = await paid(bench)
    bench.twin.control.planRefund('failed')
    const [failed, hangs] = [refundOf(no, 100), refundOf(no, 100)]
    value(await bench.channel.refund(failed))
    expect(value(await bench.channel.queryRefund(failed)).state).toBe('abnormal')
    bench.twin.control.planRefund('hanging')
    value(await bench.channel.refund(hangs))
    expect(value(await bench.channel.queryRefund(hangs)).state).toBe('processing')
    expect(await bench.channel.queryRefund(refundOf(no, 1))).toMatchObject({ code: 'REFUND_NOT_EXIST' })
  })

  it('of what was never paid is refused', async () => {
    const no = await opened(bench)
    bench.twin.control.decline(bare(no))
    expect(await bench.channel.refund(refundOf(no, 1))).toMatchObject({ kind: 'refused', code: 'not_paid' })
  })
})

describe('answers that cannot be believed', () => {
  it.each([
    'timeout',
    'error-500',
    'system-error',
    'drop',
    'wrong-signature',
    'tampered-body',
    'unsigned',
    'foreign-certificate',
    'redirect',
  ] as const)('%s → unknown', async (kind) => {
    const no = await paid(bench)
    bench.twin.control.failNext({ kind, times: 1 })
    expect((await bench.channel.query(no)).kind).toBe('unknown')
    expect((await bench.channel.query(no)).kind).toBe('ok')
  })

  it.each(['commit-timeout', 'commit-error-500', 'commit-system-error', 'unsigned'] as const)(
    'a refund that was made but not heard of (%s) is made once',
    async (kind) => {
      const no = await paid(bench)
      const refund = refundOf(no, 500)
      bench.twin.control.failNext({ kind, times: 1, on: 'backTransReq' })
      expect((await bench.channel.refund(refund)).kind).toBe('unknown')
      expect(value(await bench.channel.refund(refund))).toMatchObject({ state: 'succeeded', refundFen: 500 })
      expect(bench.twin.control.order(bare(no))?.refunds).toHaveLength(1)
    },
  )

  it('a definite no carries the provider’s code', async () => {
    bench.twin.control.failNext({ kind: 'refuse', times: 1, on: 'appTransReq' })
    expect(await bench.channel.start(payment({ scene: 'app' }))).toMatchObject({
      kind: 'refused',
      code: '60',
    })
  })
})

describe('the file of a day', () => {
  const bills = () => createUnionpayBills(parseUnionpayConfig(bench.settings), { now: () => bench.clock.now })

  it('is a zip with a line of fixed columns for each payment', async () => {
    const no = await paid(bench)
    const zip = value(await bills().fetch('2026-05-01'))
    if (zip === null) throw new Error('no file')
    expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
    const [nameLength, packed] = [zip.readUInt16LE(26), zip.readUInt32LE(18)]
    expect(zip.subarray(30, 30 + nameLength).toString()).toBe('INN26050188ZM_777290000000001')
    const text = inflateRawSync(zip.subarray(30 + nameLength, 30 + nameLength + packed)).toString()
    const line = text.split('\r\n').find((one) => one.includes(bare(no)))
    expect(line).toContain('000000002990')
  })

  it('is null where nothing moved, and unknown where it does not unfold', async () => {
    expect(value(await bills().fetch('2026-04-30'))).toBeNull()
    bench.twin.control.failNext({ kind: 'system-error', times: 1, on: '/file' })
    expect((await bills().fetch('2026-05-01')).kind).toBe('unknown')
  })
})
