/** The server's own pages: documentation, health, metrics; who is calling, and how often he may. */
import { describe, expect, it } from 'vitest'
import { eachDatabase } from '../src/testing/index.ts'
import { problemIn, TOKENS, type ToyServer, toyServer } from './toys/server.ts'

interface OpenApi {
  openapi: string
  paths: Record<string, Record<string, Record<string, unknown>>>
}

eachDatabase((_name, open) => {
  let server: Promise<ToyServer> | undefined
  const shared = () => (server ??= toyServer(open))

  describe('the documentation', () => {
    it('is a page that loads from here alone', async () => {
      const { call } = await shared()
      const page = await call('GET', '/docs')
      expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(page.headers['content-security-policy']).toContain("default-src 'self'")
      const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => String(match[1]))
      expect(links.length).toBeGreaterThanOrEqual(3)
      for (const link of links) {
        expect(link).toMatch(/^\//)
        const asset = await call('GET', link)
        expect([link, asset.statusCode]).toEqual([link, 200])
        expect(asset.headers['x-content-type-options']).toBe('nosniff')
      }
    })

    it.each([
      '/docs/assets/package.json',
      '/docs/assets/index.html',
      '/docs/assets/',
      '/docs/assets/../package.json',
      '/docs/assets/%2e%2e/package.json',
      '/docs/assets/swagger-ui.css/../package.json',
      '/docs/assets/swagger-ui.js%00',
    ])('gives away no other file: %s', async (url) => {
      const { call } = await shared()
      expect((await call('GET', url)).statusCode).toBeGreaterThanOrEqual(400)
    })

    it('describes every operation that has a URL, with its fields, key, refusals and who may', async () => {
      const { call } = await shared()
      const document = (await call('GET', '/docs/openapi.json')).json<OpenApi>()
      expect(document.openapi).toBe('3.1.0')
      expect(Object.keys(document.paths)).toEqual([
        '/api/v1/buy',
        '/api/v1/shelf/{itemId}',
        '/api/v1/staff/settings',
        '/api/v1/staff/settings/{name}',
        '/api/v1/staff/settings/{name}/history',
        '/api/v1/staff/settings/{name}/reset',
        '/api/v1/stock/give-back',
        '/api/v1/stock/holds',
        '/api/v1/stock/items',
        '/api/v1/stock/items/{itemId}',
        '/api/v1/stock/items/{itemId}/name',
        '/api/v1/stock/items/{itemId}/restock',
        '/api/v1/stock/items/{itemId}/take',
        '/api/v1/stock/misbehave',
        '/api/v1/user/guess',
        '/api/v1/user/refresh',
      ])
      const take = document.paths['/api/v1/stock/items/{itemId}/take']?.['post']
      expect(take).toMatchObject({
        operationId: 'stock.take',
        security: [{ bearer: [] }],
        parameters: [
          { name: 'itemId', in: 'path', required: true },
          { name: 'Idempotency-Key', in: 'header', required: true },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { required: ['owner', 'pieces'], additionalProperties: false } },
          },
        },
      })
      expect(Object.keys(take?.['responses'] as object).toSorted()).toEqual([
        '200',
        '400',
        '404',
        '409',
        'default',
      ])
      const list = document.paths['/api/v1/stock/items']?.['get']
      expect(list).toMatchObject({
        parameters: [
          { name: 'limit', in: 'query', required: false },
          { name: 'cursor', in: 'query' },
          { name: 'onlyLeft', in: 'query' },
          { name: 'ids', in: 'query' },
        ],
      })
    })
  })

  describe('health', () => {
    it('is alive while it lives, and ready until it drains', async () => {
      const { call, server } = await toyServer(open)
      expect((await call('GET', '/healthz')).json()).toEqual({ ok: true })
      expect((await call('GET', '/readyz')).json()).toEqual({ ok: true })
      server.startDrain()
      const draining = await call('GET', '/readyz')
      expect([draining.statusCode, draining.json()]).toEqual([503, { ok: false, why: 'draining' }])
      expect((await call('GET', '/healthz')).statusCode).toBe(200)
      expect((await call('GET', '/api/v1/stock/items/peach')).json()).toEqual({ left: 10 })
    })
  })

  describe('metrics', () => {
    it('are told to this machine, counting what was asked by route', async () => {
      const { call } = await toyServer(open)
      await call('GET', '/api/v1/stock/items/peach')
      await call('GET', '/api/v1/stock/items/plum')
      await call('GET', '/somewhere/else')
      const { body, headers } = await call('GET', '/metrics')
      expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
      const route = 'method="GET",route="/api/v1/stock/items/:itemId"'
      expect(body).toContain(`tiantou_http_seconds_count{${route},status="200"} 1`)
      expect(body).toContain(`tiantou_http_seconds_count{${route},status="404"} 1`)
      expect(body).toContain('tiantou_http_seconds_count{method="GET",route="none",status="404"} 1')
      expect(body).toMatch(/^process_resident_memory_bytes \d+$/m)
    })

    it('are told to nobody else', async () => {
      const { call, server } = await toyServer(open)
      const answers = [
        await server.app.inject({ url: '/metrics', remoteAddress: '10.0.0.7' }),
        await call('GET', '/metrics', { headers: { 'x-forwarded-for': '1.2.3.4' } }),
        await call('GET', '/metrics', { headers: { forwarded: 'for=1.2.3.4' } }),
      ]
      for (const answer of answers) expect(problemIn(answer, 404).code).toBe('platform.not_found')
    })

    it('are told to who has the token, from anywhere, and then to nobody without', async () => {
      const { server } = await toyServer(open, { metricsToken: 'let-me-see' })
      const read = async (authorization?: string, remoteAddress = '10.0.0.7') => {
        const headers = authorization === undefined ? {} : { authorization }
        return (await server.app.inject({ url: '/metrics', remoteAddress, headers })).statusCode
      }
      expect(await read('Bearer let-me-see')).toBe(200)
      expect(await read('Bearer let-me-see2')).toBe(404)
      expect(await read('Bearer ')).toBe(404)
      expect(await read(undefined, '127.0.0.1')).toBe(404)
    })
  })

  describe('who is calling', () => {
    const holds = '/api/v1/stock/holds'
    it.each([
      'Bearer ',
      'Bearer short',
      `Bearer ${'x'.repeat(201)}`,
      `bearer ${TOKENS.staff}`,
      `Basic ${TOKENS.staff}`,
      `Bearer ${TOKENS.staff}x`,
      'Bearer unknown-token-0123456789',
    ])('%j is nobody', async (authorization) => {
      const { call } = await shared()
      const response = await call('GET', holds, { headers: { authorization } })
      expect(problemIn(response, 401).code).toBe('platform.not_signed_in')
      expect(
        (await call('GET', '/api/v1/stock/items/peach', { headers: { authorization } })).statusCode,
      ).toBe(200)
    })

    it('is remembered for five seconds, and no longer than the session lasts', async () => {
      let asked = 0
      let signedIn = true
      const { call, house } = await toyServer(open, {
        authenticate: () => {
          asked += 1
          const expiresAt = house.clock.now() + 2_000
          const someone = {
            kind: 'staff',
            id: 's',
            sessionId: 's',
            permissions: ['stock.restock'],
            expiresAt,
          } as const
          return Promise.resolve(signedIn ? someone : null)
        },
      })
      const look = async () => (await call('GET', holds, { as: 'staff' })).statusCode
      expect([await look(), await look()]).toEqual([200, 200])
      expect(asked).toBe(1)
      signedIn = false
      house.clock.advance(1_999)
      expect(await look()).toBe(200)
      house.clock.advance(1)
      expect([await look(), await look()]).toEqual([401, 401])
      expect(asked).toBe(3)
    })
  })

  describe('too many requests', () => {
    const TAKE = '/api/v1/stock/items/peach/take'
    const body = { owner: 'ann', pieces: 1 }

    it('are told when to come back, each caller and class for itself', async () => {
      const { call, house } = await toyServer(open, { limits: { default: 1_000, take: 2 } })
      const take = (as: 'user' | 'other') => call('POST', TAKE, { as, body })
      expect([(await take('user')).statusCode, (await take('user')).statusCode]).toEqual([200, 200])
      const late = await take('user')
      const problem = problemIn(late, 429)
      expect(problem).toMatchObject({
        code: 'platform.too_many_requests',
        data: { retryAt: house.clock.now() + 30_000 },
      })
      expect(late.headers['retry-after']).toBe('30')
      expect((await take('other')).statusCode).toBe(200)
      house.clock.advance(30_000)
      expect((await take('user')).statusCode).toBe(200)
      expect((await call('GET', '/api/v1/stock/items/peach')).json()).toEqual({ left: 6 })
    })

    it('are counted by address for guests, cached pages, webhooks and tokens that are none', async () => {
      const door = {
        path: '/hooks/bank',
        bodyLimit: 100,
        handle: () => Promise.resolve({ status: 204, body: null }),
      } as const
      const { server } = await toyServer(open, { limits: { default: 1 }, doors: [door] })
      const statuses = async (options: {
        method?: 'GET' | 'POST'
        url: string
        headers?: Record<string, string>
      }) => {
        const from = async (remoteAddress: string) =>
          (await server.app.inject({ ...options, remoteAddress })).statusCode
        return [await from('10.0.0.1'), await from('10.0.0.1'), await from('10.0.0.2')]
      }
      expect(await statuses({ url: '/api/v1/shelf/peach' })).toEqual([200, 429, 200])
      expect(await statuses({ url: '/api/v1/stock/items' })).toEqual([429, 429, 429])
      expect(await statuses({ method: 'POST', url: '/api/v1/hooks/bank' })).toEqual([204, 429, 204])
      const headers = { authorization: 'Bearer unknown-token-0123456789' }
      expect(await statuses({ method: 'POST', url: TAKE, headers })).toEqual([401, 429, 401])
    })

    it('are not blamed on a proxy that is known, and forwarding by strangers is not believed', async () => {
      const { server } = await toyServer(open, { limits: { default: 1 }, trustedProxies: ['10.0.0.9'] })
      const from = async (remoteAddress: string, client: string) => {
        const headers = { 'x-forwarded-for': client }
        return (await server.app.inject({ url: '/api/v1/stock/items', remoteAddress, headers })).statusCode
      }
      expect([await from('10.0.0.9', '1.1.1.1'), await from('10.0.0.9', '2.2.2.2')]).toEqual([200, 200])
      expect(await from('10.0.0.9', '1.1.1.1')).toBe(429)
      expect([await from('10.0.0.8', '3.3.3.3'), await from('10.0.0.8', '4.4.4.4')]).toEqual([200, 429])
    })
  })
})
