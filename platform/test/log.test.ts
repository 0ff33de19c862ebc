/** What a log must never tell: phones, codes, tokens, passwords, wherever they hide. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openLog } from '../src/log.ts'
import { testClock } from '../src/testing/index.ts'

const logInto = (lines: string[]) =>
  openLog('debug', testClock(42), { write: (line) => void lines.push(line) })

const lineOf = (fields: object, message = 'something happened'): string => {
  const lines: string[] = []
  logInto(lines).warn(fields, message)
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

const SECRETS = ['13812345678', '482913', 'tok_abcdefgh12345678', 'peach-and-plum', '张三丰']

const person = {
  phone: '13812345678',
  code: '482913',
  accessToken: 'tok_abcdefgh12345678',
  password: 'peach-and-plum',
  receiver: { name: '张三丰', phone: '13812345678' },
}

const withCause = () =>
  new Error('The SMS to +8613812345678 failed', {
    cause: Object.assign(new Error('sent Bearer tok_abcdefgh12345678'), { body: JSON.stringify(person) }),
  })

const hidingPlaces: [string, object, string?][] = [
  ['the input', { input: person }],
  ['data', { data: person }],
  ['the fields themselves', person],
  ['deep inside', { a: { b: { c: [person, { d: person }] } } }],
  ['an error with a cause', { err: withCause() }],
  ['an error with properties', { err: Object.assign(new Error('no'), { request: person }) }],
  ['the message', {}, `user 13812345678 said {"password":"peach-and-plum"} with Bearer tok_abcdefgh12345678`],
  ['JSON inside a text', { note: JSON.stringify(person) }],
  [
    'headers',
    { headers: { authorization: 'Bearer tok_abcdefgh12345678', cookie: 'r=tok_abcdefgh12345678' } },
  ],
]

it.each(hidingPlaces)('nothing secret is told of %s', (_place, fields, message) => {
  const line = lineOf(fields, message)
  for (const secret of SECRETS) expect(line).not.toContain(secret)
  expect(() => JSON.parse(line) as unknown).not.toThrow()
})

it('what helps to find a fault stays', () => {
  const err = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:3306'), {
    code: 'ECONNREFUSED',
    errno: 1213,
  })
  const line = lineOf({
    err,
    trace: 'abc',
    at: 1_782_871_200_000,
    order: '26070112345678901234',
    fen: 12_800,
  })
  const said = JSON.parse(line) as { err: object }
  expect(said).toMatchObject({ trace: 'abc', level: 'warn', fen: 12_800, order: '26070112345678901234' })
  expect(said.err).toMatchObject({ type: 'Error', code: 'ECONNREFUSED', errno: 1213 })
  expect(line).toContain('connect ECONNREFUSED 127.0.0.1:3306')
})

it('a phone keeps its ends, so that a person can be found again by support', () => {
  expect(lineOf({}, 'call 13812345678 or 8613912340000')).toContain('call 138****5678 or 86139****0000')
})

it('a phone that was logged as a number loses its middle and stays a number', () => {
  const line = lineOf({ value: [-13_000_001_234, { n: 13_812_345_678 }, 0.138_123_456_78] }, 'numbers')
  expect((JSON.parse(line) as { value: unknown }).value).toEqual([
    -13_000_001_234,
    { n: 13_800_005_678 },
    0.138_000_056_78,
  ])
})

it('every line stays JSON, whatever is logged', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.string(),
      fc.string({ minLength: 8, unit: 'grapheme' }),
      (value, text, secret) => {
        const line = lineOf({ value, password: secret, nested: JSON.stringify({ token: secret }) }, text)
        const said = JSON.parse(line) as { password: string; msg: string }
        expect(said.password).toBe('***')
      },
    ),
    { numRuns: 300 },
  )
})
