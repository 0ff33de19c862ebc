/** The operations of the adapter against the twin: what goes well, and what is refused with which code. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, bare, numberOf, openBench, opened, paid, payment, START_OF_TIME, value } from './kit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.twin.control.behave())

const refundOf = (outTradeNo: string, refundFen: number) => ({
  outTradeNo,
  outRefundNo: numberOf('rfd'),
  refundFen,
  totalFen: 2990,
  reason: '少了两个',
})

describe('start', () => {
  it('native is a code and h5 a link, each again the same one', async () => {
    for (const scene of ['native', 'h5'] as const) {
      const request = payment({ scene })
      const ticket = value(await bench.channel.start(request))
      expect(value(await bench.channel.start(request))).toEqual(ticket)
      const leadsTo = ticket.scene === 'native' ? ticket.codeUrl : ticket.scene === 'h5' ? ticket.url : ''
      expect(bench.twin.control.byTicket(leadsTo)).toMatchObject({
        outTradeNo: bare(request.outTradeNo),
        totalFen: 2990,
        description: request.description,
        expiresAt: request.expiresAt,
      })
    }
  })

  it('what it does not offer is refused, and a number that was used up is asked about', async () => {
    expect(await bench.channel.start(payment({ scene: 'app' }))).toMatchObject({ code: 'not_offered' })
    const request = payment()
    value(await bench.channel.start(request))
    bench.twin.control.pay(bare(request.outTradeNo))
    expect(await bench.channel.start(request)).toMatchObject({ kind: 'refused', code: 'paid' })
  })
})

describe('query and close', () => {
  it('paid is a fact with the amount of the order, by notice and by asking', async () => {
    const no = await paid(bench)
    const fact = value(await bench.channel.query(no))
    expect(fact).toMatchObject({ outTradeNo: no, state: 'paid', amountFen: 2990, paidAt: START_OF_TIME })
    expect(bench.heard.at(-1)).toMatchObject({ kind: 'payment', merchantId: bench.channel.merchantId, fact })
  })

  it('closes what is unpaid, once more too; what was paid says so, and what is nobody’s', async () => {
    const no = await opened(bench)
    expect(value(await bench.channel.query(no))).toEqual({ outTradeNo: no, state: 'unpaid' })
    for (let round = 0; round < 2; round += 1)
      expect(await bench.channel.close(no)).toEqual({ kind: 'ok', value: { closed: true } })
    expect(value(await bench.channel.query(no)).state).toBe('closed')
    expect(await bench.channel.close(await paid(bench))).toMatchObject({ kind: 'refused', code: 'paid' })
    expect(await bench.channel.close(numberOf('att'))).toMatchObject({ code: 'ORDERID_NOT_EXIST' })
  })
})

describe('refund', () => {
  it('is taken on, and given back when asked about; in parts, and never above what was paid', async () => {
    const no = await paid(bench)
    const first = refundOf(no, 1000)
    expect(value(await bench.channel.refund(first)).state).toBe('processing')
    const asked = value(await bench.channel.queryRefund(first))
    expect(asked).toMatchObject({ state: 'succeeded', refundFen: 1000, finishedAt: START_OF_TIME })
    expect(value(await bench.channel.refund(first))).toEqual(asked)
    expect(await bench.channel.refund(refundOf(no, 1991))).toMatchObject({ code: 'REFUND_AMOUNT_EXCEED' })
    expect(value(await bench.channel.query(no)).state).toBe('paid')
  })

  it('one that the bank refuses is abnormal, one that hangs is under way', async () => {
    const no = await paid(bench)
    for (const [end, state] of [
      ['failed', 'abnormal'],
      ['hanging', 'processing'],
    ] as const) {
      const refund = refundOf(no, 100)
      bench.twin.control.planRefund(end)
      value(await bench.channel.refund(refund))
      expect(value(await bench.channel.queryRefund(refund)).state).toBe(state)
    }
    expect(await bench.channel.queryRefund(refundOf(no, 1))).toMatchObject({ code: 'ORDERID_NOT_EXIST' })
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
    'redirect',
  ] as const)('%s → unknown', async (kind) => {
    const no = await paid(bench)
    bench.twin.control.failNext({ kind, times: 1 })
    expect((await bench.channel.query(no)).kind).toBe('unknown')
    expect((await bench.channel.query(no)).kind).toBe('ok')
  })

  it('keys that do not belong to us say a signed no, and nothing of a payment is believed', async () => {
    const stranger = await openBench({}, { appSecret: 'another-secret' })
    expect(await stranger.channel.start(payment())).toMatchObject({ kind: 'refused', code: 'SIGN_ERROR' })
    await stranger.close()
  })
})
