/**
 * Holds the client to its promises: where a field goes, one key through all retries, and every outcome as a
 * typed value.
 */
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Answer, Input } from '../src/index.ts'
import { place } from '../src/wire.ts'
import { answer, problem, routes, scripted } from './fake.ts'

describe('where an input goes', () => {
  test('path parameters, then query for GET', () => {
    expect(place('/api/v1', ['GET', '/orders/:orderId', 1], { orderId: 'ord_1', x: undefined })).toEqual({
      url: '/api/v1/orders/ord_1',
      body: undefined,
    })
    expect(place('', ['GET', '/orders', 1], { filter: 'to_pay', cursor: 'a&b' }).url).toBe(
      '/orders?filter=to_pay&cursor=a%26b',
    )
  })
  test('path parameters, then body for the rest', () => {
    expect(place('', ['PUT', '/cart/lines/:skuId', 1], { skuId: 'sku/1', quantity: 2 })).toEqual({
      url: '/cart/lines/sku%2F1',
      body: '{"quantity":2}',
    })
    expect(place('', ['POST', '/x/:id', 1], { id: '1' }).body).toBe('{}')
  })
})

describe('the route table', () => {
  test('has the routes of shoppers and guests', () => {
    expect(routes['checkout.flow']).toEqual(['POST', '/checkout', 1])
    expect(routes['catalogue.page']).toEqual(['GET', '/catalogue', 0])
  })
  test('has none of the staff and none without a URL', () => {
    expect(Object.values(routes).filter(([, path]) => path.startsWith('/staff'))).toEqual([])
    expect(routes['order.place']).toBeUndefined()
  })
})

describe('types', () => {
  test('an answer is the exact union of its operation', () => {
    type No = Extract<Answer<'checkout.flow'>, { ok: false }>
    expectTypeOf<Extract<No, { code: 'inventory.out_of_stock' }>['data']>().toEqualTypeOf<{
      readonly skuId: string
      readonly asked: number
    }>()
    expectTypeOf<Extract<No, { code: 'nonsense' }>>().toEqualTypeOf<never>()
    expectTypeOf<Input<'catalogue.page'>['limit']>().toEqualTypeOf<number | undefined>()
  })
})

const catalogue = answer(200, { items: [], next: null })

describe('delivery', () => {
  test('retries with backoff what got no answer, and succeeds', async () => {
    const { client, sent, waits } = scripted([{ kind: 'network' }, { kind: 'timeout' }, catalogue])
    expect(await client.api('catalogue.page', {})).toEqual({ ok: true, value: { items: [], next: null } })
    expect(sent).toHaveLength(3)
    expect(waits).toEqual([400, 800])
  })

  test('a POST keeps its key through every retry', async () => {
    const code = { requestId: 'otp_1', expiresAt: 1, resendAt: 1 }
    const { client, sent } = scripted([{ kind: 'timeout' }, answer(502), answer(200, code)])
    await client.api('request-code.flow', { phone: '13800138000' })
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['key-1']))
    expect(sent).toHaveLength(3)
  })

  test('gives up with the last trouble as a value', async () => {
    const { client, sent } = scripted([{ kind: 'timeout' }])
    expect(await client.api('catalogue.page', {}, { tries: 2 })).toMatchObject({
      ok: false,
      code: 'timeout',
      status: 0,
    })
    expect(sent).toHaveLength(2)
  })

  test('a declared 503 is an answer, not a hiccup', async () => {
    const { client, sent } = scripted([problem(503, 'request-code.sms_away', { retryAt: 5 })])
    const result = await client.api('request-code.flow', { phone: '13800138000' })
    expect(result).toEqual({
      ok: false,
      code: 'request-code.sms_away',
      data: { retryAt: 5 },
      status: 503,
      traceId: 'trace-1',
    })
    expect(sent).toHaveLength(1)
  })

  test('what the contract does not declare is a problem with the server’s code inside', async () => {
    const { client } = scripted([problem(429, 'platform.rate_limited', { retryAt: 9 })])
    const result = await client.api('catalogue.page', {})
    expect(result).toMatchObject({
      ok: false,
      code: 'problem',
      status: 429,
      data: { code: 'platform.rate_limited', retryAt: 9 },
    })
    const { client: other } = scripted([answer(500, undefined)])
    expect(await other.api('catalogue.page', {})).toMatchObject({ ok: false, code: 'problem', status: 500 })
  })

  test('learns the server’s clock', async () => {
    const { client, clock } = scripted([answer(200, { items: [], next: null }, 5_000_000)])
    await client.api('catalogue.page', {})
    expect(client.now()).toBe(5_000_500)
    clock.now += 1_000
    expect(client.now()).toBe(5_001_500)
  })

  test('waits for the first sending of its key, which is still at work', async () => {
    const { client, sent } = scripted([
      problem(409, 'platform.in_progress'),
      answer(200, { requestId: 'otp_1', expiresAt: 1, resendAt: 1 }),
    ])
    expect(await client.api('request-code.flow', { phone: '13800138000' })).toMatchObject({ ok: true })
    expect(sent).toHaveLength(2)
  })

  test('a guest who acts bears the same name every time', async () => {
    const { client, sent } = scripted([problem(429, 'user.too_many_codes', { retryAt: 1 })])
    await client.api('request-code.flow', { phone: '13800138000' })
    await client.api('request-code.flow', { phone: '13800138001' })
    const names = sent.map(({ headers }) => headers['tt-guest'])
    expect(names[0]).toMatch(/^key-/)
    expect(names[1]).toBe(names[0])
  })

  test('names the guest where it matters who reads', async () => {
    const { client, sent } = scripted([answer(200, { lines: [] })])
    expect(client.guest()).toBeNull()
    await client.api('cart-page.page', {})
    expect(sent[0]?.headers['tt-guest']).toBe(client.guest())
    expect(client.guest()).toMatch(/^key-/)
  })

  test('sends no token, and no key, with a public read', async () => {
    const { client, sent } = scripted([catalogue])
    await client.api('catalogue.page', { category: 'fruit' })
    expect(sent[0]).toMatchObject({ method: 'GET', url: '/api/v1/catalogue?category=fruit', body: undefined })
    expect(sent[0]?.headers).toEqual({ accept: 'application/json', 'tt-client': 'web' })
  })
})
