/** The operations of the adapter against the twin: what goes well, and what is refused with which code. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, keys, openBench, opened, paid, payment, START_OF_TIME, value } from './kit.ts'

describe.each([
  ['public-key mode', false],
  ['certificate mode', true],
])('in %s', (_mode, byCertificate) => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench({ byCertificate })
  })
  afterAll(() => bench.close())

  it.each(['h5', 'page'] as const)('%s is a signed link that leads to the cashier', async (scene) => {
    const request = payment({ scene })
    const ticket = value(await bench.channel.start(request))
    if (ticket.scene !== scene) throw new Error('another scene')
    const answer = await fetch(ticket.url, { redirect: 'manual' })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toContain(`out_trade_no=${request.outTradeNo}`)
    expect(bench.twin.control.trade(request.outTradeNo)).toMatchObject({
      state: 'WAIT_BUYER_PAY',
      totalFen: 2990,
      subject: request.description,
      returnUrl: 'http://shop.local/cashier/pay_1?back=1',
      expiresAt: request.expiresAt,
    })
    const forged = ticket.url.replace('29.90', '00.01')
    expect((await fetch(forged, { redirect: 'manual' })).status).toBe(400)
  })

  it('a title with signs that Alipay refuses reads alike and is taken', async () => {
    const request = payment({ scene: 'native', description: '5斤/箱 A&B = 甜' })
    const ticket = value(await bench.channel.start(request))
    if (ticket.scene === 'native') bench.twin.control.scan(ticket.codeUrl)
    expect(bench.twin.control.trade(request.outTradeNo)).toMatchObject({ subject: '5斤／箱 A＆B ＝ 甜' })
  })

  it('app is an order that its SDK opens', async () => {
    const request = payment({ scene: 'app' })
    const ticket = value(await bench.channel.start(request))
    if (ticket.scene !== 'app') throw new Error('another scene')
    expect(bench.twin.control.enter(ticket.orderText)).toMatchObject({ way: 'app', totalFen: 2990 })
  })

  it('native is a code, again the same one, and no trade before somebody scans it', async () => {
    const request = payment()
    const ticket = value(await bench.channel.start(request))
    expect(value(await bench.channel.start(request))).toEqual(ticket)
    expect(await bench.channel.query(request.outTradeNo)).toMatchObject({
      kind: 'refused',
      code: 'TRADE_NOT_EXIST',
    })
    if (ticket.scene === 'native') bench.twin.control.scan(ticket.codeUrl)
    expect(value(await bench.channel.query(request.outTradeNo))).toEqual({
      outTradeNo: request.outTradeNo,
      state: 'unpaid',
    })
  })

  it('jsapi needs to know the buyer', async () => {
    expect(await bench.channel.start(payment({ scene: 'jsapi' }))).toMatchObject({ code: 'openid_missing' })
    const ticket = value(await bench.channel.start(payment({ scene: 'jsapi', openId: '074a1' })))
    expect(ticket).toMatchObject({ scene: 'jsapi', params: { tradeNO: expect.stringMatching(/^2026/) } })
    const byNumber = payment({ scene: 'jsapi', openId: '2088123412341234' })
    expect(value(await bench.channel.start(byNumber))).toMatchObject({ scene: 'jsapi' })
  })

  it('a number that was used up, or says something else now, is not opened again', async () => {
    const request = payment()
    await bench.channel.start(request)
    expect(await bench.channel.start({ ...request, amountFen: 1 })).toMatchObject({
      code: 'CONTEXT_INCONSISTENT',
    })
    bench.twin.control.pay(request.outTradeNo)
    expect(await bench.channel.start(request)).toMatchObject({ kind: 'refused', code: 'paid' })
  })

  it('paid is a fact with the amount of the order, by notice and by asking', async () => {
    const no = await paid(bench)
    const fact = value(await bench.channel.query(no))
    expect(fact).toMatchObject({ state: 'paid', amountFen: 2990, paidAt: START_OF_TIME })
    expect(bench.heard.at(-1)?.verified).toEqual({
      kind: 'payment',
      merchantId: bench.channel.merchantId,
      appId: bench.channel.appId,
      fact,
    })
  })

  it('closes what is unpaid, once more too; what was paid says so', async () => {
    const no = await opened(bench)
    const closed = { kind: 'ok', value: { closed: true } }
    expect(await bench.channel.close(no)).toEqual(closed)
    expect(await bench.channel.close(no)).toEqual(closed)
    expect(value(await bench.channel.query(no)).state).toBe('closed')
    expect(await bench.channel.close(await paid(bench))).toMatchObject({ kind: 'refused', code: 'paid' })
    expect(await bench.channel.close('T-nobody')).toMatchObject({ kind: 'refused', code: 'TRADE_NOT_EXIST' })
  })

  it('refunds in parts, the same number once, and never above what was paid', async () => {
    const no = await paid(bench)
    const part = { outTradeNo: no, totalFen: 2990, reason: '少了两个' }
    const first = { ...part, outRefundNo: `R1${no}`, refundFen: 1000 }
    expect(value(await bench.channel.refund(first))).toMatchObject({ state: 'succeeded' })
    const asked = value(await bench.channel.queryRefund(first))
    expect(asked).toMatchObject({ state: 'succeeded', refundFen: 1000, finishedAt: START_OF_TIME })
    expect(value(await bench.channel.refund(first))).toEqual(asked)
    expect(await bench.channel.refund({ ...first, refundFen: 999 })).toMatchObject({
      code: 'DISCORDANT_REPEAT_REQUEST',
    })
    const over = { ...part, outRefundNo: `R2${no}`, refundFen: 1991 }
    expect(await bench.channel.refund(over)).toMatchObject({ code: 'REASON_TRADE_REFUND_FEE_ERR' })
    expect(value(await bench.channel.query(no)).state).toBe('paid')
    await bench.channel.refund({ ...over, refundFen: 1990 })
    expect(value(await bench.channel.query(no)).state).toBe('refunded')
    expect(bench.twin.control.trade(no)?.refunds.map((one) => one.refundFen)).toEqual([1000, 1990])
  })

  it('a refund that was answered well and not made is unknown, and made when asked again', async () => {
    const no = await paid(bench)
    const refund = { outTradeNo: no, outRefundNo: `R${no}`, refundFen: 2990, totalFen: 2990, reason: '' }
    bench.twin.control.planRefund('silent')
    expect((await bench.channel.refund(refund)).kind).toBe('unknown')
    expect(await bench.channel.queryRefund(refund)).toMatchObject({ code: 'REFUND_NOT_EXIST' })
    expect(value(await bench.channel.refund(refund)).state).toBe('succeeded')
  })

  it('a finished trade gives nothing back', async () => {
    const no = await paid(bench)
    bench.twin.control.finish(no)
    const refund = { outTradeNo: no, outRefundNo: `R${no}`, refundFen: 1, totalFen: 2990, reason: '' }
    expect(await bench.channel.refund(refund)).toMatchObject({ kind: 'refused', code: 'TRADE_HAS_FINISHED' })
    expect(value(await bench.channel.query(no)).state).toBe('paid')
  })
})

describe('answers that cannot be believed', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.close())

  it.each([
    'timeout',
    'error-500',
    'system-error',
    'drop',
    'wrong-signature',
    'tampered-body',
    'unsigned',
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
      const refund = { outTradeNo: no, outRefundNo: `R${no}`, refundFen: 500, totalFen: 2990, reason: '' }
      bench.twin.control.failNext({ kind, times: 1, on: 'alipay.trade.refund' })
      expect((await bench.channel.refund(refund)).kind).toBe('unknown')
      expect(value(await bench.channel.refund(refund))).toMatchObject({ state: 'succeeded', refundFen: 500 })
      expect(bench.twin.control.trade(no)?.refunds).toHaveLength(1)
    },
  )

  it('keys that do not belong to us say nothing of a payment', async () => {
    const stranger = await openBench({ keys: { ...keys, merchant: keys.root } })
    const no = await opened(stranger)
    const wrong = await openBench({}, { gatewayUrl: `${stranger.twin.url}/gateway.do` })
    expect((await wrong.channel.query(no)).kind).toBe('unknown')
    expect((await wrong.channel.close(no)).kind).toBe('unknown')
    await Promise.all([stranger.close(), wrong.close()])
  })

  it('a definite no carries the provider’s code', async () => {
    bench.twin.control.failNext({ kind: 'refuse', times: 1 })
    const no = await paid(bench).catch(() => '')
    expect(no).toBe('')
  })
})
