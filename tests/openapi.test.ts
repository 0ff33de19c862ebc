/**
 * The contract with the world: docs/openapi.json is what the code says, and nothing in it breaks callers
 * unless a decision record names the break. Each kind of break is shown to be caught.
 */
import { describe, expect, it } from 'vitest'
import { parseOpenApi, readOpenApi, readRecords, writeOpenApi } from './checks/document.ts'
import { breaksBetween, type OpenApi, unexplained } from './checks/openapi.ts'

const json = (schema: Record<string, unknown>) => ({ content: { 'application/json': { schema } } })
const text = { type: 'string' }

const body = {
  type: 'object',
  required: ['skuId'],
  properties: {
    skuId: { type: 'string', maxLength: 32 },
    way: { type: 'string', enum: ['h5', 'native'] },
    lines: { type: 'array', maxItems: 100, items: { type: 'object', properties: { note: text } } },
  },
}
const output = {
  type: 'object',
  required: ['orderId', 'paidAt'],
  properties: { orderId: text, paidAt: { anyOf: [{ type: 'integer' }, { type: 'null' }] } },
}
const limit = { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 100 } }

type Actions = OpenApi['paths'][string]

/** A small document, with something else in the place that is named. */
const document = (change: Record<string, unknown> = {}): OpenApi => {
  const put = <T>(name: string, usual: T): T => (name in change ? (change[name] as T) : usual)
  const post = {
    parameters: put('parameters', [limit]),
    requestBody: json({ ...body, ...put<object>('body', {}) }),
    responses: { '200': json({ ...output, ...put<object>('output', {}) }) },
    ...put<object>('more', {}),
  }
  const actions: Actions = put('actions', { post, get: {} })
  return { paths: put<OpenApi['paths']>('paths', { '/orders': actions }) }
}

const fields = (properties: object) => ({ properties: { ...body.properties, ...properties } })
const answers = (properties: object) => ({ properties: { ...output.properties, ...properties } })

describe('docs/openapi.json says what the code says', () => {
  const committed = readOpenApi()
  const made = writeOpenApi()

  it('and breaks no caller without a word of explanation', () => {
    const breaks = breaksBetween(parseOpenApi(committed), parseOpenApi(made))
    expect(unexplained(breaks, readRecords())).toEqual([])
  })

  it('to the letter; else run node scripts/write-openapi.ts', () => {
    expect(made === committed, 'docs/openapi.json is old: run node scripts/write-openapi.ts').toBe(true)
  })

  it('and holds the slice from sign-in to delivery', () => {
    const slice = ['/user/codes', '/user/sign-in', '/checkout', '/staff/orders/{orderId}/ship']
    const paths = slice.map((path) => `/api/v1${path}`)
    expect(Object.keys(parseOpenApi(made).paths)).toEqual(expect.arrayContaining(paths))
  })
})

describe('what breaks a caller', () => {
  it.each([
    ['a path goes', { paths: {} }, ['POST /orders: is gone', 'GET /orders: is gone']],
    ['an operation goes', { actions: { get: {} } }, ['POST /orders: is gone']],
    [
      'a field of the answer goes',
      { output: { properties: { orderId: text } } },
      ['output body/paidAt is gone'],
    ],
    [
      'an answer’s field may be missing',
      { output: { required: ['orderId'] } },
      ['paidAt may be missing now'],
    ],
    [
      'a field of the answer changes',
      { output: answers({ orderId: { type: 'integer' } }) },
      ['another type'],
    ],
    [
      'an answer may be what it never was',
      { output: answers({ orderId: { anyOf: [text, { type: 'null' }] } }) },
      ['output body/orderId may be what it never was'],
    ],
    ['an input is asked for besides', { body: { required: ['skuId', 'way'] } }, ['body/way is required now']],
    [
      'a new input is asked for',
      { body: { ...fields({ tax: text }), required: ['skuId', 'tax'] } },
      ['body/tax is required now'],
    ],
    ['an input goes', { body: { properties: { skuId: text, way: text } } }, ['input body/lines is gone']],
    [
      'an input changes',
      { body: fields({ skuId: { type: 'integer' } }) },
      ['input body/skuId has another type'],
    ],
    [
      'an input takes fewer words',
      { body: fields({ way: { type: 'string', enum: ['h5'] } }) },
      ['input body/way no longer takes "native"'],
    ],
    [
      'an input must be shorter',
      { body: fields({ skuId: { type: 'string', maxLength: 30 } }) },
      ['input body/skuId has a tighter maxLength'],
    ],
    [
      'an input deep down is gone',
      { body: fields({ lines: { type: 'array', maxItems: 100, items: { type: 'object' } } }) },
      ['input body/lines/*/note is gone'],
    ],
    ['a parameter goes', { parameters: [] }, ['input query:limit is gone']],
    [
      'a header is asked for',
      { parameters: [limit, { name: 'Idempotency-Key', in: 'header', required: true, schema: text }] },
      ['input header:Idempotency-Key is required now'],
    ],
    ['a guest is sent away', { more: { security: [{ bearer: [] }] } }, ['asks for a session now']],
  ])('%s, and it is caught', (_, change, faults) => {
    const found = breaksBetween(document(), document(change))
    expect(found).toHaveLength(faults.length)
    for (const [index, fault] of faults.entries()) expect(found[index]).toContain(fault)
  })

  it.each([
    ['nothing', {}],
    ['a new field of the answer', { output: answers({ shippedAt: text }) }],
    ['an input that may be left out', { body: fields({ tax: text }) }],
    ['one more word', { body: fields({ way: { type: 'string', enum: ['h5', 'native', 'jsapi'] } }) }],
    ['a looser limit', { body: fields({ skuId: text }) }],
    ['an input that may be null besides', { body: fields({ skuId: { anyOf: [text, { type: 'null' }] } }) }],
    ['an answer that is never null any more', { output: answers({ paidAt: { type: 'integer' } }) }],
  ])('is not %s', (_, change) => {
    expect(breaksBetween(document(), document(change))).toEqual([])
  })

  it('is let pass when a decision record names it', () => {
    const [line = ''] = breaksBetween(document(), document({ actions: { get: {} } }))
    expect(unexplained([line], ['# 0042\nWe drop ordering.\n'])).toEqual([line])
    expect(unexplained([line], [`# 0042\n- breaks: \`${line}\`\n`])).toEqual([])
  })
})
