/** The sandbox's tills of UnionPay and e-CNY: who is let in, and what their buttons do. */
import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEcny, parseEcnyConfig } from '@tiantou/ecny'
import { makeId } from '@tiantou/kernel'
import type { StartPayment } from '@tiantou/payment/port'
import { createUnionpay, parseUnionpayConfig } from '@tiantou/unionpay'
import { createSandbox, type Sandbox } from '../src/index.ts'

const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
const now = (): number => START
const notifyUrl = 'http://127.0.0.1:1/nobody'
let box: Sandbox
let app: FastifyInstance

beforeAll(async () => {
  box = await createSandbox({ now, random: randomBytes, publicOrigin: 'http://shop.local:3000' }).start()
  app = Fastify()
  box.routes(app)
})
afterAll(async () => {
  await box.close()
  await app.close()
})

const payment = (scene: StartPayment['scene']): StartPayment => ({
  scene,
  outTradeNo: makeId('att', START, randomBytes(10)),
  paymentId: 'pay_1',
  amountFen: 2990,
  description: '桃 <b>',
  expiresAt: START + 900_000,
  clientIp: '203.0.113.7',
})
const act = async (path: string, payload: object = {}) => {
  const response = await app.inject({ method: 'POST', url: `/sandbox/api/${path}`, payload })
  return { status: response.statusCode, json: response.json<unknown>() }
}

describe('UnionPay', () => {
  const form = async () => {
    const addresses = {
      pageUrl: 'http://shop.local:3000/sandbox/unionpay',
      notifyUrl,
      returnUrl: 'http://shop.local:3000/cashier/{payment}?back=1',
    }
    const channel = createUnionpay(parseUnionpayConfig({ ...box.unionpay.config, ...addresses }), { now })
    const answer = await channel.start(payment('page'))
    if (answer.kind !== 'ok' || answer.value.scene !== 'page' || answer.value.form === undefined)
      throw new Error(JSON.stringify(answer))
    return { url: answer.value.url, fields: answer.value.form }
  }
  const post = (url: string, fields: Readonly<Record<string, string>>) =>
    app.inject({
      method: 'POST',
      url: new URL(url).pathname,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })

  it('lets in who posts a rightly signed form, and nobody else; it sends back by a form', async () => {
    const { url, fields } = await form()
    expect((await post(url, { ...fields, txnAmt: '1' })).statusCode).toBe(400)
    const answer = await post(url, fields)
    expect(answer.headers.location).toBe(`/sandbox/unionpay?out_trade_no=${fields['orderId']}`)
    const page = (await app.inject(answer.headers.location as string)).body
    expect(page).toContain('data-back="/cashier/pay_1?back=1" data-form=""')
    expect((await app.inject('/sandbox/unionpay?out_trade_no=nobody')).statusCode).toBe(404)
    expect((await app.inject('/sandbox/unionpay')).body).toContain('银联 · 订单')
  })

  it('is paid, declined, planned for and forged like the others', async () => {
    const { url, fields } = await form()
    await post(url, fields)
    const order = `unionpay/orders/${fields['orderId']}`
    expect(await act(`${order}/decline`)).toMatchObject({ json: { order: { declined: 1, state: 'open' } } })
    expect(await act(`${order}/forge`, { kind: 'amount' })).toMatchObject({ status: 200 })
    expect(await act(`${order}/pay`, { plan: 'lose' })).toMatchObject({ json: { order: { state: 'paid' } } })
    expect(await act(`${order}/pay`)).toMatchObject({ status: 400, json: { code: 'sandbox.12' } })
    expect(await act('unionpay/plans/refund', { end: 'hanging' })).toMatchObject({ status: 200 })
    expect((await act('unionpay/plans/refund', { end: 'sing' })).status).toBe(404)
    expect((await act('unionpay/plans/behave')).status).toBe(200)
    expect((await act(`${order}/end-refund`, { outRefundNo: 'x' })).status).toBe(400)
  })
})

describe('e-CNY', () => {
  it('shows the order behind a link or a code, and leads back to paths of this server alone', async () => {
    const channel = createEcny(parseEcnyConfig({ ...box.ecny.config, notifyUrl }), { now })
    const answer = await channel.start(payment('h5'))
    if (answer.kind !== 'ok' || answer.value.scene !== 'h5') throw new Error(JSON.stringify(answer))
    const { pathname, search } = new URL(answer.value.url)
    const back = (to: string) => app.inject(`${pathname}${search}&redirect_url=${encodeURIComponent(to)}`)
    const page = (await back('/cashier/pay_1?back=1')).body
    expect(page).toContain('桃 &lt;b&gt;')
    expect(page).toContain('data-back="/cashier/pay_1?back=1"')
    expect((await back('//elsewhere.invalid/')).body).not.toContain('data-back')
    const no = new URLSearchParams(search).get('out_trade_no') ?? ''
    expect(await act(`ecny/orders/${no}/pay`)).toMatchObject({ json: { order: { state: 'paid' } } })
    expect(await act(`ecny/orders/${no}/pay`)).toMatchObject({ json: { code: 'sandbox.ORDER_PAID' } })
  })
})
