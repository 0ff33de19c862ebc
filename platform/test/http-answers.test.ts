/**
 * What the server answers: cached bytes, compressed ones, cookies, problems with their trace, and nothing
 * else.
 */
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Door } from '../src/index.ts'
import { eachDatabase } from '../src/testing/index.ts'
import { rowsIn } from './toys/house.ts'
import { problemIn, toyServer } from './toys/server.ts'
import { GOOD_CODE } from './toys/stock.ts'

const SHELF = '/api/v1/shelf/peach'

eachDatabase((_name, open) => {
  describe('a public page', () => {
    it('is filled once for all who ask, and stale as soon as an event says so', async () => {
      const { call, house } = await toyServer(open)
      const reads = vi.spyOn(house.database, 'reader')
      const many = await Promise.all(Array.from({ length: 30 }, () => call('GET', SHELF)))
      expect(new Set(many.map(({ body }) => body)).size).toBe(1)
      expect(reads.mock.calls.filter(([module]) => module === 'stock')).toHaveLength(1)
      await call('POST', '/api/v1/stock/items/peach/take', { as: 'user', body: { owner: 'ann', pieces: 3 } })
      expect((await call('GET', SHELF)).json()).toMatchObject({ left: 7 })
    })

    it('may be kept by caches in between, and is not sent again to who has it', async () => {
      const { call } = await toyServer(open)
      const first = await call('GET', SHELF)
      const etag = String(first.headers.etag)
      expect(first.headers['cache-control']).toBe('public, max-age=0, s-maxage=60, stale-while-revalidate=30')
      expect(first.headers.vary).toBe('accept-encoding')
      for (const known of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
        const again = await call('GET', SHELF, { headers: { 'if-none-match': known } })
        expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
      }
      const changed = await call('GET', SHELF, { headers: { 'if-none-match': '"other"' } })
      expect(changed.statusCode).toBe(200)
      expect((await call('GET', `${SHELF}?times=2`)).headers.etag).not.toBe(etag)
    })

    it.each([
      ['br, gzip', 'br'],
      ['gzip, deflate', 'gzip'],
      ['gzip;q=0.5, br;q=0', 'gzip'],
      ['gzip;q=0, br; q=0.0', undefined],
      ['identity', undefined],
      ['', undefined],
    ])('for who reads %j comes as %s', async (accepts, coding) => {
      const { call } = await toyServer(open)
      const plain = await call('GET', `${SHELF}?times=400`)
      const sent = await call('GET', `${SHELF}?times=400`, { headers: { 'accept-encoding': accepts } })
      expect(sent.headers['content-encoding']).toBe(coding)
      const unpack = { br: brotliDecompressSync, gzip: gunzipSync, none: (bytes: Buffer) => bytes }
      expect(String(unpack[(coding ?? 'none') as 'br'](sent.rawPayload))).toBe(plain.body)
      expect(Number(sent.headers['content-length'])).toBe(sent.rawPayload.length)
    })

    it('is one entry however its question is written', async () => {
      const { call, house } = await toyServer(open)
      await call('GET', `${SHELF}?times=2`)
      await call('GET', `${SHELF}?times=2&`)
      await call('GET', `${SHELF}?times=%32`)
      expect(house.house.cache.size).toBe(1)
    })

    it('says no without remembering it', async () => {
      const { call, house } = await toyServer(open)
      const none = problemIn(await call('GET', '/api/v1/shelf/plum'), 404)
      expect(none.code).toBe('stock.no_such_item')
      expect(problemIn(await call('GET', `${SHELF}?times=0`), 400).pointers).toEqual(['/times'])
      expect(house.house.cache.size).toBe(0)
      await call('POST', '/api/v1/stock/items/plum/restock', { as: 'staff', body: { pieces: 2 } })
      expect((await call('GET', '/api/v1/shelf/plum')).json()).toMatchObject({ left: 2 })
    })

    it('answers HEAD like GET, without the body', async () => {
      const { call } = await toyServer(open)
      const get = await call('GET', SHELF)
      const head = await call('HEAD', SHELF)
      expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', get.headers.etag])
    })
  })

  describe('an answer', () => {
    it('is compressed when it is long, never stored, and never guessed at', async () => {
      const { call } = await toyServer(open)
      for (let i = 0; i < 60; i += 1) {
        const name = `item${'abcdefghij'[i % 10] ?? ''}${'abcdefghij'[Math.floor(i / 10)] ?? ''}`
        await call('POST', `/api/v1/stock/items/${name}/restock`, { as: 'staff', body: { pieces: 1 } })
      }
      const url = '/api/v1/stock/items?limit=100'
      const plain = await call('GET', url)
      const zipped = await call('GET', url, { headers: { 'accept-encoding': 'gzip' } })
      expect(zipped.headers['content-encoding']).toBe('gzip')
      expect(String(gunzipSync(zipped.rawPayload))).toBe(plain.body)
      const refused = await call('GET', url, { headers: { 'accept-encoding': 'gzip;q=0' } })
      expect(refused.headers['content-encoding']).toBeUndefined()
      for (const response of [plain, zipped]) {
        expect(response.headers).toMatchObject({
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        })
      }
    })

    it.each([
      ['GET', '/api/v1/nothing', 404],
      ['GET', '/nothing', 404],
      ['GET', `${SHELF}/`, 404],
      ['POST', SHELF, 404],
      ['OPTIONS', SHELF, 404],
      ['OPTIONS', '*', 404],
      ['DELETE', SHELF, 404],
      ['PATCH', SHELF, 404],
      ['TRACE', SHELF, 404],
      ['PROPFIND', SHELF, 404],
      ['GET', '/api/v1/SHELF/peach', 404],
      ['GET', '/api/v1/stock/give-back', 404],
      ['POST', '/api/v1/stock/give-back', 404],
    ])('%s %s is %i, as a problem', async (method, url, status) => {
      const { call } = await toyServer(open)
      const response = await call(method, url, method === 'POST' ? { body: { owner: 'ann' } } : {})
      expect(problemIn(response, status).code).toBe('platform.not_found')
    })

    it.each(['throws', 'too much said', 'reads bad JSON', 'fails like a server', 'undeclared refusal'])(
      'of a defect (%s) says nothing but its trace, which is in the log as well',
      async (how) => {
        const { call, house, lines } = await toyServer(open)
        const errors = vi.spyOn(house.house.corridor.log, 'error').mockImplementation(() => undefined)
        const response = await call('POST', '/api/v1/stock/misbehave', { body: { how } })
        const problem = problemIn(response, 500)
        expect(problem).toMatchObject({ code: 'platform.defect', data: null, title: 'Defect' })
        expect(response.body).not.toMatch(/13812345678|a defect|far away|misbehave/)
        expect(errors).toHaveBeenCalledOnce()
        expect(errors.mock.calls[0]?.[0]).toMatchObject({ trace: problem.traceId })
        expect(lines).toMatchObject([
          { trace: problem.traceId, status: 500, route: '/api/v1/stock/misbehave' },
        ])
      },
    )

    it('of an absent database is 503', async () => {
      const { call, house } = await toyServer(open)
      vi.spyOn(house.house.corridor.log, 'error').mockImplementation(() => undefined)
      await house.close()
      const response = await call('POST', '/api/v1/stock/misbehave', { body: { how: 'well' } })
      expect(problemIn(response, 503).code).toBe('platform.away')
      expect((await call('GET', '/readyz')).statusCode).toBe(503)
    })

    it('carries the trace that it was asked under, if it is one', async () => {
      const { call, lines } = await toyServer(open)
      const traceOf = async (given: string) => {
        const response = await call('GET', '/api/v1/nothing', { headers: { 'x-trace-id': given } })
        return problemIn(response, 404).traceId
      }
      expect(await traceOf('trace-0123456789')).toBe('trace-0123456789')
      for (const bad of ['short', 'x'.repeat(65), 'with "quotes" in', '{}', '<script>alert(1)']) {
        expect(await traceOf(bad)).toMatch(/^[\w-]{16}$/)
      }
      expect(lines.map(({ status, route }) => [status, route])[0]).toEqual([404, 'none'])
    })
  })

  describe('a cookie', () => {
    const guess = { body: { code: GOOD_CODE } }
    it('takes the refresh token of browsers, and gives it back to the next call', async () => {
      const { call } = await toyServer(open)
      const web = await call('POST', '/api/v1/user/guess', { ...guess, headers: { 'tt-client': 'web' } })
      expect(Object.keys(web.json())).toEqual(['accessToken'])
      const cookie = String(web.headers['set-cookie'])
      expect(cookie).toMatch(
        /^toy_refresh=[0-9a-f]{40}; Path=\/api\/v1\/user; Max-Age=60; HttpOnly; SameSite=Strict; Secure$/,
      )
      const [pair = ''] = cookie.split(';')
      const headers = { cookie: `other=1; ${pair}; more=2` }
      const refreshed = await call('POST', '/api/v1/user/refresh', { body: {}, headers })
      expect(refreshed.json()).toEqual({ seen: pair.slice('toy_refresh='.length) })
      const named = await call('POST', '/api/v1/user/refresh', { body: { refreshToken: 'mine' }, headers })
      expect(named.json()).toEqual({ seen: 'mine' })
      expect(problemIn(await call('POST', '/api/v1/user/refresh', { body: {} }), 400).pointers).toEqual([
        '/refreshToken',
      ])
    })

    it('is not set for other clients, which get the token itself', async () => {
      const { call } = await toyServer(open)
      const app = await call('POST', '/api/v1/user/guess', guess)
      expect(Object.keys(app.json()).toSorted()).toEqual(['accessToken', 'refreshToken'])
      expect(app.headers['set-cookie']).toBeUndefined()
    })

    it('is dropped where its operation says so', async () => {
      const { call } = await toyServer(open)
      const out = await call('PUT', '/api/v1/stock/items/peach/name', { as: 'user', body: { to: 'pit' } })
      expect(String(out.headers['set-cookie'])).toContain('toy_refresh=; Path=/api/v1/user; Max-Age=0')
    })
  })

  describe('a webhook', () => {
    const heard: Buffer[] = []
    const door: Door = {
      path: '/hooks/bank',
      bodyLimit: 1_000,
      handle: ({ body }) => {
        heard.push(body)
        return Promise.resolve({ status: 200, body: { code: 'SUCCESS' } })
      },
    }
    it('gets its bytes untouched, whatever they call themselves', async () => {
      const { call, server } = await toyServer(open, { doors: [door] })
      const bytes = Buffer.from([0, 255, 123, 10, 13, 34, 0xe6, 0xa1])
      for (const type of ['application/json', 'text/xml', 'application/octet-stream', 'a/b; c=d']) {
        const response = await call('POST', '/api/v1/hooks/bank', {
          raw: bytes,
          headers: { 'content-type': type },
        })
        expect([response.statusCode, response.json()]).toEqual([200, { code: 'SUCCESS' }])
        expect(heard.pop()?.equals(bytes)).toBe(true)
      }
      await server.app.inject({ method: 'POST', url: '/api/v1/hooks/bank', payload: bytes })
      expect(heard.pop()?.equals(bytes)).toBe(true)
      await call('POST', '/api/v1/hooks/bank')
      expect(heard.pop()?.length).toBe(0)
      problemIn(await call('POST', '/api/v1/hooks/bank', { raw: Buffer.alloc(1_001) }), 413)
      problemIn(await call('GET', '/api/v1/hooks/bank'), 404)
    })
  })

  it('a denied staff door leaves an audit row; a guest at it leaves none', async () => {
    const { call, house } = await toyServer(open)
    for (const as of ['user', 'clerk'] as const) {
      const denied = await call('POST', '/api/v1/stock/items/peach/restock', { as, body: { pieces: 1 } })
      expect(problemIn(denied, 403).code).toBe('platform.not_allowed')
    }
    problemIn(await call('GET', '/api/v1/stock/holds', { as: 'clerk' }), 403)
    problemIn(await call('POST', '/api/v1/stock/items/peach/restock', { body: { pieces: 1 } }), 401)
    const rows = await rowsIn(house, 'platform_audit')
    const told = rows.map(({ actor, op, verdict, input }) => [actor, op, verdict, input].join(' '))
    expect(told.toSorted()).toEqual([
      'staff:stf_2 stock.holds platform.not_allowed {}',
      'staff:stf_2 stock.restock platform.not_allowed {"itemId":"peach"}',
      'user:usr_1 stock.restock platform.not_allowed {"itemId":"peach"}',
    ])
  })

  it('what is no HTTP is answered and let go', async () => {
    const { server } = await toyServer(open)
    await server.app.listen({ port: 0, host: '127.0.0.1' })
    onTestFinished(() => server.app.close())
    const say = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        let answer = ''
        const socket = connect((server.app.server.address() as AddressInfo).port, '127.0.0.1', () => {
          socket.write(text)
        })
        socket.on('data', (bytes) => (answer += String(bytes)))
        socket.on('close', () => resolve(answer)).on('error', reject)
      })
    expect(await say('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    expect(await say(`GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
    expect(await say('BREW /healthz HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  })
})
