/** Alipay's side of the sandbox: a gateway that checks who comes, a cashier, and its buttons. */
import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAlipay, parseAlipayConfig } from '@tiantou/alipay'
import { createSandbox, type Sandbox } from '../src/index.ts'

const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
const now = (): number => START
let box: Sandbox
let app: FastifyInstance
let count = 0

beforeAll(async () => {
  const publicOrigin = 'http://shop.local:3000'
  box = await createSandbox({ now, random: randomBytes, publicOrigin }).start()
  app = Fastify()
  box.routes(app)
})
afterAll(async () => {
  await box.close()
  await app.close()
})

async function act(path: string, payload: object = {}): Promise<{ status: number; json: unknown }> {
  const response = await app.inject({ method: 'POST', url: `/sandbox/api/${path}`, payload })
  return { status: response.statusCode, json: response.json() }
}

describe('Alipay', () => {
  const link = async (): Promise<{ no: string; path: string }> => {
    count += 1
    const no = `A2026050100${count}`
    const addresses = {
      pageUrl: 'http://shop.local:3000/sandbox/alipay/gateway.do',
      notifyUrl: 'http://127.0.0.1:1/nobody',
      returnUrl: 'http://shop.local:3000/cashier/{payment}?back=1',
    }
    const channel = createAlipay(parseAlipayConfig({ ...box.alipay.config, ...addresses }), { now })
    const answer = await channel.start({
      scene: 'page',
      outTradeNo: no,
      paymentId: 'pay_1',
      amountFen: 2990,
      description: '桃 <b>',
      expiresAt: START + 900_000,
      clientIp: '203.0.113.7',
    })
    if (answer.kind !== 'ok' || answer.value.scene !== 'page') throw new Error(JSON.stringify(answer))
    const { pathname, search } = new URL(answer.value.url)
    return { no, path: pathname + search }
  }

  it('lets in who comes with a rightly signed link, and nobody else', async () => {
    const { no, path } = await link()
    const answer = await app.inject(path)
    expect(answer.headers.location).toBe(`/sandbox/alipay?out_trade_no=${no}`)
    const page = (await app.inject(`/sandbox/alipay?out_trade_no=${no}`)).body
    expect(page).toContain('桃 &lt;b&gt;')
    expect(page).toContain('data-back="/cashier/pay_1?back=1"')
    expect((await app.inject(path.replace('29.90', '0.01'))).statusCode).toBe(400)
    expect((await app.inject('/sandbox/alipay/gateway.do')).statusCode).toBe(400)
    expect((await app.inject('/sandbox/alipay?out_trade_no=nobody')).statusCode).toBe(404)
  })

  it('is paid, declined, planned for and forged like the other', async () => {
    const { no, path } = await link()
    await app.inject(path)
    expect(await act(`alipay/orders/${no}/decline`)).toMatchObject({
      json: { order: { declined: 1, state: 'WAIT_BUYER_PAY' } },
    })
    expect(await act(`alipay/orders/${no}/forge`, { kind: 'amount' })).toMatchObject({ status: 200 })
    expect(await act(`alipay/orders/${no}/pay`, { plan: 'lose' })).toMatchObject({
      json: { order: { state: 'TRADE_SUCCESS', description: '桃 <b>' } },
    })
    expect(await act(`alipay/orders/${no}/pay`)).toMatchObject({
      status: 400,
      json: { code: 'sandbox.ACQ.TRADE_HAS_SUCCESS' },
    })
    expect(await act('alipay/plans/refund', { end: 'silent' })).toMatchObject({ status: 200 })
    expect((await act('alipay/plans/refund', { end: 'sing' })).status).toBe(404)
    expect(await act('alipay/plans/behave')).toMatchObject({ status: 200 })
    const list = (await app.inject('/sandbox/api/alipay/orders')).json<{
      orders: { outTradeNo: string }[]
    }>()
    expect(list.orders[0]?.outTradeNo).toBe(no)
  })
})
