/**
 * Two thousand requests that nobody meant, as everybody: never a 5xx, always a well-formed answer, no effect
 * of what was refused.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eachDatabase, type TestHouse } from '../src/testing/index.ts'
import { Stock } from './toys/contracts.ts'
import { rowsIn } from './toys/house.ts'
import { type Call, type ToyServer, toyServer } from './toys/server.ts'

const REQUESTS = 2_000

const word = fc.oneof(
  fc.constantFrom(
    'peach',
    'plum',
    'ann',
    '',
    '__proto__',
    'constructor',
    '..',
    '%00',
    '桃',
    "'; --",
    '\u0000',
    '0',
    '-1',
  ),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const number = fc.oneof(fc.integer({ min: -2, max: 1_001 }), fc.double(), fc.constantFrom(1e308, 2 ** 53, -0))
const value = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 4, arbitrary: number },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const fields = [
  'itemId',
  'owner',
  'pieces',
  'code',
  'refreshToken',
  'to',
  'how',
  'fen',
  'pay',
  'limit',
  'cursor',
  'ids',
]

interface Target {
  readonly method: string
  readonly path: string
  readonly good: Record<string, unknown>
}

const target = (method: string, path: string, good: Record<string, unknown> = {}): Target => ({
  method,
  path,
  good,
})

/** What a request is about: where it belongs and what would fit there. */
const targets = fc.constantFrom(
  target('POST', '/stock/items/ID/take', { owner: 'ann', pieces: 1 }),
  target('POST', '/stock/items/ID/take', { owner: 'bob', pieces: 900 }),
  target('POST', '/stock/items/ID/restock', { pieces: 3 }),
  target('PUT', '/stock/items/ID/name', { to: 'pear' }),
  target('POST', '/stock/give-back', { owner: 'ann' }),
  target('POST', '/user/guess', { code: '0000' }),
  target('POST', '/user/refresh', { refreshToken: 'r' }),
  target('POST', '/buy', { itemId: 'peach', pieces: 1, fen: 100, pay: true }),
  target('POST', '/buy', { itemId: 'peach', pieces: 1, fen: 100, pay: false, how: 'note' }),
  target('GET', '/stock/items'),
  target('GET', '/stock/items/ID'),
  target('GET', '/stock/holds'),
  target('GET', '/shelf/ID'),
)

const odd = fc.dictionary(fc.oneof(fc.constantFrom(...fields), word), value, { maxKeys: 3 })

const rawFor = (good: object) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(JSON.stringify(good)) },
    { weight: 3, arbitrary: odd.map((more) => JSON.stringify({ ...good, ...more })) },
    { weight: 1, arbitrary: fc.jsonValue().map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: fc.constant(JSON.stringify(good).slice(0, -1)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  )

const idOf = fc
  .oneof({ weight: 4, arbitrary: fc.constant('peach') }, { weight: 1, arbitrary: word })
  .map((id) => encodeURIComponent(id.toWellFormed()))

const query = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...fields, 'times'), word), fc.oneof(word, number.map(String))), {
    maxLength: 2,
  })
  .map((pairs) =>
    pairs.map((pair) => pair.map((one) => encodeURIComponent(one.toWellFormed())).join('=')).join('&'),
  )

const header = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019-_;=,"{} /*')), maxLength: 40 })
const headers = fc.dictionary(
  fc.constantFrom(
    'accept-encoding',
    'if-none-match',
    'tt-client',
    'tt-guest',
    'cookie',
    'x-trace-id',
    'x-forwarded-for',
  ),
  header,
  { maxKeys: 3 },
)

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const

const request = targets.chain(({ method, path, good }) =>
  fc.record({
    method: fc.oneof(
      { weight: 5, arbitrary: fc.constant(method) },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path: idOf.map((id) => path.replace('ID', () => id)),
    query,
    raw: rawFor(good),
    headers,
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json;x', '') },
    ),
    as: fc.constantFrom<Call['as'][]>('user', 'user', 'other', 'staff', 'clerk', undefined),
    key: fc.oneof(
      { weight: 4, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: fc.constantFrom('one-key-for-all', 'another-key') },
      { weight: 1, arbitrary: fc.oneof(header, fc.constant(null)) },
    ),
  }),
)

type FuzzedRequest = typeof request extends fc.Arbitrary<infer R> ? R : never

const fire = (call: ToyServer['call'], one: FuzzedRequest) => {
  const bodyless = one.method === 'GET' || one.method === 'HEAD'
  const options: Call = {
    ...(one.as === undefined ? {} : { as: one.as }),
    ...(bodyless ? {} : { raw: one.raw }),
    key: one.key,
    headers: { ...one.headers, ...(bodyless ? {} : { 'content-type': one.type }) },
  }
  return call(one.method, `/api/v1${one.path}${one.query === '' ? '' : `?${one.query}`}`, options)
}

/** Pieces on the shelf and in hands are those that were ever put there: nothing refused had an effect. */
const balance = async (house: TestHouse) => {
  const items = await house.database.reader('stock', true).selectFrom('stock_item').select('left').execute()
  const { pieces } = await house.ask(Stock.queries.holds, {})
  const audits = await rowsIn(house, 'platform_audit')
  const restocked = audits
    .filter((row) => row['op'] === 'stock.restock' && row['verdict'] === 'done')
    .map((row) => (JSON.parse(String(row['input'])) as { pieces: number }).pieces)
  return {
    there: items.reduce((sum, item) => sum + Number(item['left']), 0) + pieces,
    put: restocked.reduce((sum, n) => sum + n, 10),
  }
}

eachDatabase((_name, open) => {
  it('is answered well', { timeout: 60_000 }, async () => {
    const { call, house } = await toyServer(open)
    const statuses = new Map<number, number>()
    const check = fc.asyncProperty(request, async (one) => {
      const response = await fire(call, one)
      const { statusCode } = response
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
      expect(statusCode).toBeLessThan(500)
      if (statusCode < 400 || one.method === 'HEAD') return
      const problem = response.json<{ status: number; code: string; traceId: string }>()
      expect(problem).toMatchObject({ status: statusCode, type: 'about:blank' })
      expect(problem.code).toMatch(/^[\w-]+\.[a-z_]+$/)
      expect(problem.traceId).toMatch(/^[\w-]{8,64}$/)
    })
    await fc.assert(check, { numRuns: REQUESTS })
    const { there, put } = await balance(house)
    expect(there).toBe(put)
    for (const status of [200, 400, 401, 403, 404, 409, 415, 422]) {
      expect([status, (statuses.get(status) ?? 0) > 0]).toEqual([status, true])
    }
  })
})
