// The twin by itself: its control routes, what it keeps over a restart, and the channel without a wire for
// benchmarks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInProcessChannel, type TwinOrder } from '../src/twin/index.ts'
import { openBench, payment, value, type Bench } from './kit.ts'

let bench: Bench
beforeAll(async () => void (bench = await openBench()))
afterAll(() => bench.close())

async function ask(method: string, name: string, body?: object): Promise<{ status: number; json: unknown }> {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
  const response = await fetch(`${bench.twin.url}/_twin/${name}`, {
    ...init,
    signal: AbortSignal.timeout(5000),
  })
  return { status: response.status, json: await response.json() }
}

describe('control routes', () => {
  it('list, pay, repeat, forge and plan', async () => {
    const request = payment()
    value(await bench.channel.start(request))
    const { outTradeNo } = request
    expect((await ask('GET', 'orders')).json).toMatchObject([{ outTradeNo, state: 'NOTPAY' }])
    expect((await ask('POST', 'decline', { outTradeNo })).json).toMatchObject({ declined: 1 })
    expect((await ask('POST', 'cancel', { outTradeNo })).json).toMatchObject({ state: 'NOTPAY' })
    await ask('POST', 'plan-notice', { plan: 'twice' })
    expect((await ask('POST', 'pay', { outTradeNo })).json).toMatchObject({ state: 'SUCCESS' })
    await bench.twin.control.idle()
    expect(bench.heard).toHaveLength(2)
    expect(await ask('POST', 'pay', { outTradeNo })).toMatchObject({
      status: 400,
      json: { code: 'ORDERPAID' },
    })
    expect((await ask('POST', 'repeat-notice', { outTradeNo })).json).toEqual({ status: 204 })
    expect((await ask('POST', 'forge', { outTradeNo, kind: 'signature' })).json).toEqual({ status: 400 })
    await ask('POST', 'fail-next', { kind: 'error-500', times: 1 })
    expect((await bench.channel.query(outTradeNo)).kind).toBe('unknown')
    expect((await ask('GET', 'notices')).json).toMatchObject([{ outTradeNo, state: 'delivered' }])
  })

  it('say no to what they do not know', async () => {
    expect((await ask('POST', 'nonsense', {})).status).toBe(404)
    expect((await ask('POST', 'pay', { outTradeNo: 'T0' })).status).toBe(404)
    expect((await ask('POST', 'fail-next', { kind: 'sing', times: 1 })).status).toBe(400)
    expect((await ask('POST', 'forge', { outTradeNo: 'T0', kind: 'sing' })).status).toBe(404)
  })

  it('do not serve a stranger’s page', async () => {
    const signal = AbortSignal.timeout(5000)
    const response = await fetch(`${bench.twin.url}/_twin/pay`, { method: 'POST', body: '{}', signal })
    expect(response.status).toBe(415)
  })

  it('the API does not open without a signature', async () => {
    const response = await fetch(`${bench.twin.url}/v3/pay/transactions/out-trade-no/T1?mchid=1`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(5000),
    })
    expect(response.status).toBe(401)
  })
})

describe('a restart', () => {
  it('keeps orders, prepay ids and refunds', async () => {
    let kept: string = '[]'
    const first = await openBench({ changed: (orders) => void (kept = JSON.stringify(orders())) })
    const request = payment()
    const ticket = value(await first.channel.start(request))
    first.twin.control.pay(request.outTradeNo)
    const refund = {
      outTradeNo: request.outTradeNo,
      outRefundNo: `R${request.outTradeNo}`,
      refundFen: 1,
      totalFen: 2990,
      reason: '',
    }
    value(await first.channel.refund(refund))
    await first.pass(0)
    await first.close()
    const second = await openBench({ saved: JSON.parse(kept) as TwinOrder[] })
    expect(value(await second.channel.query(request.outTradeNo)).state).toBe('refunded')
    expect(value(await second.channel.refund(refund)).state).toBe('succeeded')
    if (ticket.scene !== 'native') throw new Error('wrong scene')
    expect(second.twin.control.byTicket(ticket.codeUrl)?.outTradeNo).toBe(request.outTradeNo)
    second.clock.now += 2 * 3_600_000 + 1
    expect(second.twin.control.byTicket(ticket.codeUrl)).toBeUndefined()
    await second.close()
  })
})

describe('the channel without a wire', () => {
  it('starts, pays, calls back, refunds and closes', async () => {
    const channel = createInProcessChannel(() => 7)
    const request = payment()
    const { outTradeNo } = request
    expect(value(await channel.start(request)).scene).toBe('native')
    expect(value(await channel.query(outTradeNo)).state).toBe('unpaid')
    const callback = channel.pay(outTradeNo)
    if (callback === undefined) throw new Error('nothing to pay')
    const fact = value(await channel.query(outTradeNo))
    expect(fact).toMatchObject({ state: 'paid', amountFen: 2990, paidAt: 7 })
    expect(channel.verify(callback)).toMatchObject({ kind: 'payment', merchantId: channel.merchantId, fact })
    expect(channel.pay(outTradeNo)).toBeUndefined()
    expect(await channel.close(outTradeNo)).toMatchObject({ kind: 'refused', code: 'paid' })
    const refund = { outTradeNo, outRefundNo: 'R1', refundFen: 5, totalFen: 2990, reason: '' }
    expect(value(await channel.refund(refund))).toEqual(value(await channel.queryRefund(refund)))
    expect(await channel.query('T0')).toMatchObject({ kind: 'refused' })
  })
})
