// The sandbox as a server sees it: strict pages, buttons as JSON, no way out, memory over a restart.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTencentSms, parseTencentSmsConfig } from '@tiantou/tencent-sms'
import { createWechatPay, parseWechatPayConfig } from '@tiantou/wechat-pay'
import { createSandbox, type Sandbox } from '../src/index.ts'
import { safeRedirect } from '../src/redirect.ts'

type PaymentChannel = ReturnType<typeof createWechatPay>
type StartPayment = Parameters<PaymentChannel['start']>[0]

const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
const now = (): number => START
let folder = ''
let count = 0

interface House {
  readonly box: Sandbox
  readonly app: FastifyInstance
  readonly channel: PaymentChannel
  readonly heard: string[]
  close(): Promise<void>
}

async function open(): Promise<House> {
  const options = { now, random: randomBytes, publicOrigin: 'http://shop.local:3000', refundDelay_ms: 0 }
  const dataFile = join(folder, 'kept', 'pay.json')
  const box = await createSandbox({
    ...options,
    dataFile,
    merchantName: '<田头>',
    staffAccount: 'cang"ku',
  }).start()
  const app = Fastify()
  const heard: string[] = []
  box.routes(app)
  void app.register(async (own) => {
    own.removeAllContentTypeParsers()
    own.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    own.post('/hook', (request, reply) => {
      const verified = channel.verify({ headers: request.headers, body: request.body as Buffer })
      heard.push(verified.kind)
      return reply.code(verified.kind === 'bad' ? 400 : 204).send()
    })
  })
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/hook`
  const config = parseWechatPayConfig({ ...box.wechatPay.config, notifyUrl: url, refundNotifyUrl: url })
  const channel = createWechatPay(config, { now, random: randomBytes })
  const close = async (): Promise<void> => {
    await box.close()
    await app.close()
  }
  return { box, app, channel, heard, close }
}

async function start(
  house: House,
  change: Partial<StartPayment> = {},
): Promise<{ no: string; prepayId: string }> {
  count += 1
  const no = `S2026050100${count}`
  const answer = await house.channel.start({
    scene: 'h5',
    outTradeNo: no,
    paymentId: 'pay_1',
    amountFen: 2990,
    description: '桃 <b>',
    expiresAt: START + 900_000,
    clientIp: '203.0.113.7',
    ...change,
  })
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
  const prepayId =
    answer.value.scene === 'h5' ? (new URL(answer.value.url).searchParams.get('prepay_id') ?? '') : ''
  return { no, prepayId }
}

async function act(
  house: House,
  path: string,
  payload: object = {},
): Promise<{ status: number; json: unknown }> {
  const response = await house.app.inject({ method: 'POST', url: `/sandbox/api/${path}`, payload })
  return { status: response.statusCode, json: response.json() }
}

let house: House
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiantou-sandbox-'))
  house = await open()
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

describe('pages', () => {
  it.each(['', '/', '/sms', '/wechat', '/pay', '/alipay', '/warehouse'])(
    '/sandbox%s is labelled and keeps a strict policy',
    async (path) => {
      const response = await house.app.inject(`/sandbox${path}`)
      expect(response.statusCode).toBe(200)
      expect(response.body).toContain('<strong>沙箱</strong>')
      expect(response.body).toContain('<title>沙箱 · ')
      expect(response.headers['content-security-policy']).toMatch(
        /default-src 'none'; script-src 'self'; style-src 'self'/,
      )
      expect(response.body).not.toMatch(/<script(?![^>]*src=)|<style|\son[a-z]+=|\sstyle=|javascript:/)
    },
  )

  it('serves every file that a page names', async () => {
    const pages = await Promise.all(
      ['', '/sms', '/wechat', '/pay', '/alipay', '/warehouse'].map((path) =>
        house.app.inject(`/sandbox${path}`),
      ),
    )
    const { no } = await start(house)
    pages.push(await house.app.inject(`/sandbox/pay?out_trade_no=${no}`))
    const named = pages.flatMap((page) => page.body.match(/\/sandbox\/assets\/[a-z.]+/g) ?? [])
    expect(new Set(named).size).toBeGreaterThanOrEqual(7)
    for (const url of new Set(named)) expect((await house.app.inject(url)).statusCode).toBe(200)
    expect((await house.app.inject('/sandbox/assets/..%2Findex.ts')).statusCode).toBe(404)
  })

  it('escape what comes from outside', async () => {
    const { prepayId } = await start(house)
    const page = (await house.app.inject(`/sandbox/pay?prepay_id=${prepayId}&redirect=/a%22%3E%3Cb`)).body
    expect(page).toContain('&lt;田头&gt;')
    expect(page).toContain('桃 &lt;b&gt;')
    expect(page).toContain('data-back="/a%22%3E%3Cb"')
    expect((await house.app.inject('/sandbox/warehouse')).body).toContain('value="cang&quot;ku"')
  })

  it('h5_url leads to the cashier of the order, a dead ticket to a plain no', async () => {
    const { no, prepayId } = await start(house)
    const page = await house.app.inject(`/sandbox/pay?prepay_id=${prepayId}`)
    expect(page.body).toContain(`data-order="${no}"`)
    expect(page.body).toContain('¥<b>29</b>.90')
    expect((await house.app.inject('/sandbox/pay?prepay_id=wx0')).statusCode).toBe(404)
  })
})

describe('going back', () => {
  it.each(['/orders/1', '/orders/1?a=b#c', '/'])('%s is a way back', (wish) =>
    expect(safeRedirect(wish)).toBe(wish),
  )
  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'javascript:alert(1)',
    'orders',
    '',
    undefined,
    ['/a'],
  ])('%j is none', (wish) => expect(safeRedirect(wish)).toBeUndefined())
})

describe('buttons', () => {
  it('pay once, repeat and forge', async () => {
    const { no } = await start(house)
    expect(await act(house, `orders/${no}/decline`)).toMatchObject({
      json: { order: { declined: 1, state: 'NOTPAY' } },
    })
    expect(await act(house, `orders/${no}/forge`, { kind: 'signature' })).toEqual({
      status: 200,
      json: { status: 400 },
    })
    expect(await act(house, `orders/${no}/pay`)).toMatchObject({ json: { order: { state: 'SUCCESS' } } })
    await house.box.wechatPay.control.idle()
    expect(house.heard.at(-1)).toBe('payment')
    expect(await act(house, `orders/${no}/pay`)).toMatchObject({
      status: 400,
      json: { code: 'sandbox.ORDERPAID' },
    })
    expect(await act(house, `orders/${no}/repeat`)).toEqual({ status: 200, json: { status: 204 } })
  })

  it('lose a notice of this payment, and leave no plan behind when it cannot be paid', async () => {
    const { no } = await start(house)
    const before = house.heard.length
    await act(house, `orders/${no}/pay`, { plan: 'lose' })
    await act(house, `orders/${no}/pay`, { plan: 'lose' })
    const other = await start(house)
    await act(house, `orders/${other.no}/pay`)
    await house.box.wechatPay.control.idle()
    expect(house.heard.length - before).toBe(1)
    const list = (await house.app.inject('/sandbox/api/orders')).json<{ orders: { outTradeNo: string }[] }>()
    expect(list.orders.slice(0, 2).map((order) => order.outTradeNo)).toEqual([other.no, no])
  })

  it('expire, plan a failure and a refund', async () => {
    const { no } = await start(house)
    expect(await act(house, `orders/${no}/expire`)).toMatchObject({ json: { order: { state: 'CLOSED' } } })
    expect((await act(house, 'plans/fail', { kind: 'error-500' })).status).toBe(200)
    expect((await house.channel.query(no)).kind).toBe('unknown')
    expect((await act(house, 'plans/refund', { end: 'PROCESSING' })).status).toBe(200)
    expect((await act(house, 'plans/behave')).status).toBe(200)
  })

  it.each([
    ['orders/nobody/pay', {}],
    ['plans/fail', { kind: 'sing' }],
    ['plans/refund', { end: 'sing' }],
    ['plans/dance', {}],
    ['sms/dance', {}],
    ['wechat/dance', {}],
    ['wechat/code', {}],
    ['wechat/authorize', { query: 'appid=wx0' }],
  ])('say no to %s %j', async (path, body) =>
    expect((await act(house, path, body)).status).toBeGreaterThanOrEqual(400),
  )

  it('do not serve a stranger’s form', async () => {
    const { no } = await start(house)
    const url = `/sandbox/api/orders/${no}/pay`
    const headers = { 'content-type': 'text/plain' }
    expect((await house.app.inject({ method: 'POST', url, headers, payload: '{}' })).statusCode).toBe(415)
  })
})

describe('SMS', () => {
  it('show up newest first, and can be refused, limited and cleared', async () => {
    const sender = createTencentSms(parseTencentSmsConfig(house.box.sms.config), { now })
    const send = (code: string) =>
      sender.sendCode({ messageId: `otp_${code}`, phone: '+8613800138000', code, ttlMinutes: 5 })
    await send('111111')
    await send('222222')
    await act(house, 'sms/fail-code')
    expect((await send('333333')).kind).toBe('refused')
    await act(house, 'sms/limit', { isOn: true })
    expect((await send('222222')).kind).toBe('refused')
    const inbox = async () =>
      (await house.app.inject('/sandbox/api/sms')).json<{ messages: { params: string[] }[] }>().messages
    expect((await inbox()).map((message) => message.params[0])).toEqual(['222222', '111111'])
    await act(house, 'sms/clear')
    expect(await inbox()).toEqual([])
  })
})

describe('WeChat', () => {
  const query = (change: Record<string, string> = {}): string => {
    const { appId: appid } = house.box.wechatOpen.config.official
    const redirect_uri = 'http://shop.local:3000/sign-in/wechat'
    const asked = { appid, redirect_uri, response_type: 'code', scope: 'snsapi_base', state: 'abc' }
    return new URLSearchParams({ ...asked, ...change }).toString()
  }

  it('asks who one is, and sends the browser back with or without a code', async () => {
    const page = await house.app.inject(`/sandbox/wechat?${query()}`)
    expect(page.body).toContain('shop.local:3000 想知道您是谁')
    expect(page.body).toContain('data-person="小田"')
    const agreed = await act(house, 'wechat/authorize', { query: query(), name: '<b>' })
    const { url } = agreed.json as { url: string }
    expect(url).toMatch(/^http:\/\/shop\.local:3000\/sign-in\/wechat\?code=[0-9a-f]{48}&state=abc$/)
    const refused = await act(house, 'wechat/authorize', { query: query() })
    expect(refused.json).toEqual({ url: 'http://shop.local:3000/sign-in/wechat?state=abc' })
    expect((await house.app.inject('/sandbox/wechat')).body).toContain('&lt;b&gt;')
  })

  it('sends nobody to strangers', async () => {
    const stranger = query({ redirect_uri: 'https://evil.example/' })
    const page = await house.app.inject(`/sandbox/wechat?${stranger}`)
    expect([page.statusCode, page.body.includes('10003')]).toEqual([400, true])
    expect(await act(house, 'wechat/authorize', { query: stranger, name: '小田' })).toMatchObject({
      status: 400,
      json: { code: 'sandbox.wechat_10003' },
    })
  })

  it('gives a mini program its codes', async () => {
    const js = await act(house, 'wechat/code', { name: '小田', kind: 'js' })
    expect(js).toMatchObject({ status: 200, json: { code: expect.any(String) as string } })
    await act(house, 'wechat/code', { name: '新人', kind: 'phone', phone: '13800138000' })
    expect(house.box.wechatOpen.control.person('新人').phone).toBe('13800138000')
  })
})

describe('memory', () => {
  it('keeps payments over a restart; a spoiled file counts as empty', async () => {
    const { no } = await start(house)
    await act(house, `orders/${no}/pay`)
    await house.close()
    house = await open()
    expect(await house.channel.query(no)).toMatchObject({ kind: 'ok', value: { state: 'paid' } })
    await house.close()
    await writeFile(join(folder, 'kept', 'pay.json'), '[{"outTradeNo":')
    house = await open()
    expect(await house.channel.query(no)).toMatchObject({ kind: 'refused', code: 'ORDER_NOT_EXIST' })
  })
})
