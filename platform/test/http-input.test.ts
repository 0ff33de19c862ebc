/**
 * What a request may look like: strict bodies, converted queries, one key for each change, and a pointer for
 * every wrong field.
 */
import { describe, expect, it } from 'vitest'
import { eachDatabase } from '../src/testing/index.ts'
import { rowsIn, stateOf } from './toys/house.ts'
import { type Call, problemIn, type ToyServer, toyServer } from './toys/server.ts'

const TAKE = '/api/v1/stock/items/peach/take'
const good = { owner: 'ann', pieces: 1 }

eachDatabase((_name, open) => {
  let server: Promise<ToyServer> | undefined
  /** What is refused changes nothing, so one server hears it all. */
  const shared = () => (server ??= toyServer(open))

  describe('a body that is not what it should be', () => {
    it.each<[string, Call, number, string, string[]]>([
      ['an unknown field', { body: { ...good, more: 1 } }, 400, 'platform.bad_input', ['/more']],
      ['a wrong type', { body: { ...good, pieces: '1' } }, 400, 'platform.bad_input', ['/pieces']],
      ['half a piece', { body: { ...good, pieces: 0.5 } }, 400, 'platform.bad_input', ['/pieces']],
      ['too much', { body: { ...good, pieces: 1e300 } }, 400, 'platform.bad_input', ['/pieces']],
      ['a missing field', { body: { owner: 'ann' } }, 400, 'platform.bad_input', ['/pieces']],
      ['a null', { body: { ...good, owner: null } }, 400, 'platform.bad_input', ['/owner']],
      [
        'what the path says already',
        { body: { ...good, itemId: 'plum' } },
        400,
        'platform.bad_input',
        ['/itemId'],
      ],
      ['an odd name', { raw: '{"owner":"ann","pieces":1,"a/b~":1}' }, 400, 'platform.bad_input', ['/a~1b~0']],
      ['a list', { body: [good] }, 400, 'platform.bad_input', ['']],
      ['a word', { raw: '"peach"' }, 400, 'platform.bad_input', ['']],
      ['a null body', { raw: 'null' }, 400, 'platform.bad_input', ['/owner', '/pieces']],
      ['no body', {}, 400, 'platform.bad_input', ['/owner', '/pieces']],
      ['broken JSON', { raw: '{"owner":' }, 400, 'platform.bad_json', []],
      ['JSON with a tail', { raw: '{} {}' }, 400, 'platform.bad_json', []],
      ['an empty body that calls itself JSON', { raw: '' }, 400, 'platform.bad_json', []],
      ['a number that is none', { raw: '{"pieces": NaN}' }, 400, 'platform.bad_json', []],
      ['__proto__', { raw: '{"__proto__":{"pieces":1},"owner":"a"}' }, 400, 'platform.bad_json', []],
      [
        'constructor.prototype',
        { raw: '{"constructor":{"prototype":{"a":1}}}' },
        400,
        'platform.bad_json',
        [],
      ],
      [
        'constructor alone',
        { raw: '{"owner":"a","pieces":1,"constructor":1}' },
        400,
        'platform.bad_input',
        ['/constructor'],
      ],
      ['too many bytes', { body: { ...good, more: 'x'.repeat(70_000) } }, 413, 'platform.too_large', []],
      [
        'a form',
        { raw: 'owner=ann', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        415,
        'platform.wrong_content_type',
        [],
      ],
      [
        'plain text',
        { raw: '{}', headers: { 'content-type': 'text/plain' } },
        415,
        'platform.wrong_content_type',
        [],
      ],
      [
        'no type at all',
        { raw: '{}', headers: { 'content-type': '' } },
        415,
        'platform.wrong_content_type',
        [],
      ],
      [
        'almost JSON',
        { raw: '{}', headers: { 'content-type': 'application/jsonp' } },
        415,
        'platform.wrong_content_type',
        [],
      ],
    ])('(%s) is refused', async (_what, options, status, code, pointers) => {
      const { call, house } = await shared()
      const problem = problemIn(await call('POST', TAKE, { as: 'user', ...options }), status)
      expect([problem.code, problem.pointers.toSorted()]).toEqual([code, pointers.toSorted()])
      expect(problem.traceId).toMatch(/^[\w-]{8,64}$/)
      expect(await stateOf(house)).toMatchObject({ left: 10, held: 0 })
    })

    it('may be nested as deeply as it likes: refused, not fallen over', async () => {
      const { call } = await shared()
      const raw = `{"owner":${'['.repeat(30_000)}${']'.repeat(30_000)},"pieces":1}`
      expect(problemIn(await call('POST', TAKE, { as: 'user', raw }), 400).pointers).toEqual(['/owner'])
    })

    it('has a limit of its own where its operation says so', async () => {
      const { call } = await shared()
      const body = { how: 'x'.repeat(300) }
      expect(problemIn(await call('POST', '/api/v1/stock/misbehave', { body }), 413).code).toBe(
        'platform.too_large',
      )
    })

    it('is taken with a charset and with big letters in its type', async () => {
      const { call } = await toyServer(open)
      for (const type of ['application/json; charset=utf-8', 'Application/JSON']) {
        const response = await call('POST', TAKE, {
          as: 'user',
          body: good,
          headers: { 'content-type': type },
        })
        expect(response.statusCode).toBe(200)
      }
    })
  })

  describe('an id that is none', () => {
    it.each(['PEACH', 'pea-ch', 'p'.repeat(21), '%00', 'peach%20', '..%2f..', '桃'])(
      '(%s) is named',
      async (id) => {
        const { call } = await shared()
        const problem = problemIn(await call('GET', `/api/v1/stock/items/${encodeURI(id)}`), 400)
        expect([problem.code, problem.pointers]).toEqual(['platform.bad_input', ['/itemId']])
      },
    )

    it.each(['p'.repeat(300), '%zz'])('too long for any id, or no text at all, is nowhere', async (id) => {
      const { call } = await shared()
      const problem = problemIn(await call('GET', `/api/v1/stock/items/${id}`), 404)
      expect(problem.code).toBe('platform.not_found')
    })
  })

  describe('a query', () => {
    it.each([
      ['limit=2&onlyLeft=true', 200],
      ['limit=1&ids=peach', 200],
      ['ids=peach&ids=plum', 200],
      ['limit=02', 400],
      ['limit=2.0', 400],
      ['limit=+2', 400],
      ['limit=2e1', 400],
      ['limit=0x10', 400],
      ['limit= 2', 400],
      ['limit=', 400],
      ['limit=two', 400],
      ['limit=0', 400],
      ['limit=101', 400],
      ['limit=99999999999999999999', 400],
      ['limit=2&limit=3', 400],
      ['limit[]=2', 400],
      ['onlyLeft=1', 400],
      ['onlyLeft=TRUE', 400],
      ['ids=PEACH', 400],
      ['unknown=1', 400],
      ['__proto__=1', 400],
      ['__proto__=1&__proto__=2', 400],
      ['__proto__[limit]=2', 400],
      ['constructor=1', 400],
      ['toString=1', 400],
      ['hasOwnProperty=1', 400],
    ])('%s is answered %i', async (query, status) => {
      const { call } = await shared()
      const response = await call(
        'GET',
        `/api/v1/stock/items?${query.replaceAll(' ', '%20').replaceAll('+', '%2b')}`,
      )
      expect(response.statusCode).toBe(status)
      if (status === 200) return
      const [name = ''] = query.split('=')
      expect(problemIn(response, 400).pointers.join(' ')).toContain(name.replace('/', '~1'))
    })

    it('carries no body', async () => {
      const { call } = await shared()
      const response = await call('GET', '/api/v1/stock/items', { body: { limit: 1 } })
      expect([200, 400]).toContain(response.statusCode)
    })
  })

  describe('a key', () => {
    const takeWith = async (key: string | null, body: object = good) => {
      const { call, house } = await toyServer(open)
      return { house, response: await call('POST', TAKE, { as: 'user', body, key }) }
    }

    it('must come with every POST that changes something', async () => {
      const { house, response } = await takeWith(null)
      expect(problemIn(response, 400).code).toBe('platform.key_missing')
      expect(await stateOf(house)).toMatchObject({ left: 10 })
    })

    it.each(['short', 'x'.repeat(121), 'with blank', 'tab\there', 'umläut-key', ''])(
      'is not %j',
      async (key) => {
        const { house, response } = await takeWith(key)
        expect(problemIn(response, 400).code).toBe('platform.key_malformed')
        expect(await stateOf(house)).toMatchObject({ left: 10 })
      },
    )

    it('answers a second call like the first, another input with a no, another caller anew', async () => {
      const { call, house } = await toyServer(open)
      const take = (as: 'user' | 'other', pieces: number) =>
        call('POST', TAKE, { as, body: { ...good, pieces }, key: 'same-key' })
      expect((await take('user', 3)).json()).toEqual({ left: 7 })
      expect((await take('user', 3)).json()).toEqual({ left: 7 })
      expect(problemIn(await take('user', 4), 422).code).toBe('platform.key_reused')
      expect((await take('other', 3)).json()).toEqual({ left: 4 })
      expect(await stateOf(house)).toMatchObject({ left: 4, held: 6 })
    })

    it('of twenty at once has one effect and one answer', async () => {
      const { call, house } = await toyServer(open)
      const responses = await Promise.all(
        Array.from({ length: 20 }, () => call('POST', TAKE, { as: 'user', body: good, key: 'same-key' })),
      )
      expect(new Set(responses.map(({ statusCode, body }) => `${statusCode} ${body}`))).toEqual(
        new Set(['200 {"left":9}']),
      )
      expect(await stateOf(house)).toMatchObject({ left: 9 })
    })

    it('of guests belongs to each of them, also when their session has ended', async () => {
      const { call, house } = await toyServer(open)
      const guess = (headers: Record<string, string>) =>
        call('POST', '/api/v1/user/guess', { body: { code: '0000' }, key: 'same-key', headers })
      const tries = []
      for (const headers of [
        { 'tt-guest': 'guest-number-one-1' },
        { 'tt-guest': 'guest-number-two-2' },
        { 'tt-guest': 'guest-number-three', authorization: 'Bearer ended-token-0123456789' },
        { 'tt-guest': 'guest-number-four-', authorization: 'Bearer ended-token-9876543210' },
        { 'tt-guest': 'guest-number-one-1' },
      ]) {
        tries.push((problemIn(await guess(headers), 422).data as { tries: number }).tries)
      }
      expect(tries).toEqual([1, 2, 3, 4, 1])
      const actors = (await rowsIn(house, 'platform_done')).map((row) => String(row['actor']))
      expect(actors.some((actor) => actor.includes('expired'))).toBe(false)
    })

    it('is not asked of a change without POST, nor of a question', async () => {
      const { call } = await toyServer(open)
      const rename = await call('PUT', '/api/v1/stock/items/peach/name', {
        as: 'user',
        body: { to: 'pit' },
        key: null,
      })
      expect(rename.statusCode).toBe(200)
      expect((await call('GET', '/api/v1/stock/items/pit')).json()).toEqual({ left: 10 })
    })
  })
})
