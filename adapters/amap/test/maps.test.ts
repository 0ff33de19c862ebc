/** What is 高德's own: signature, codes, levels, settings. What all maps do, their suite holds. */
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AmapConfigError, type AmapSettings, createAmap, parseAmapConfig } from '../src/index.ts'
import { precisionOf } from '../src/codes.data.ts'
import { signedQuery } from '../src/sign.ts'
import { sigOf } from '../src/twin/api.ts'
import { type AmapTwin, startAmapTwin } from '../src/twin/index.ts'

let twin: AmapTwin
beforeAll(async () => {
  twin = await startAmapTwin({ random: randomBytes })
})
afterAll(() => twin.close())
beforeEach(() => twin.control.behave())

const open = (change: Partial<AmapSettings> = {}) =>
  createAmap(parseAmapConfig({ ...twin.config, timeout_ms: 400, ...change }))
const HOME = { lng: 120.13, lat: 30.259 }

describe('signature', () => {
  it('puts the secret directly behind the last value, as the provider’s support says', () => {
    const secret = 'bbbbb'
    const sig = createHash('md5').update('address=方恒&key=a&output=jsonbbbbb').digest('hex')
    const params = { output: 'json', key: 'a', address: '方恒' }
    expect(new URLSearchParams(signedQuery(params, secret)).get('sig')).toBe(sig)
    expect(sigOf(new Map(Object.entries(params)), secret)).toBe(sig)
    expect(signedQuery({ key: 'a' }, undefined)).toBe('key=a')
  })

  it('another secret, or another key, is not let in', async () => {
    const no = { kind: 'refused', code: 'not_authorised' }
    for (const change of [{ secretKey: 'f'.repeat(32) }, { key: 'f'.repeat(32) }])
      expect(await open(change).geocode({ address: '上海市' })).toMatchObject(no)
  })
})

it.each([
  ['10001', 'not_authorised'],
  ['10007', 'not_authorised'],
  ['10009', 'not_authorised'],
  ['20000', 'bad_input'],
  ['20802', 'no_result'],
])('infocode %s is %s', async (infocode, code) => {
  twin.control.failNext({ kind: 'refuse', times: 1, code: infocode })
  const answer = await open().geocode({ address: '上海市' })
  expect(answer).toMatchObject({ kind: 'refused', code, message: expect.stringContaining(infocode) })
})

it.each(['10002', '10003', '10004', '10014', '10016', '20003', '99999'])(
  'infocode %s decides nothing',
  async (code) => {
    twin.control.failNext({ kind: 'refuse', times: 1, code })
    expect((await open().geocode({ address: '上海市' })).kind).toBe('unknown')
  },
)

it('a way out of the country spoils no other; a quota in the middle decides nothing', async () => {
  twin.control.failNext({ kind: 'refuse', times: 1, code: '20800' })
  const answer = await open().distances({ from: HOME, to: [HOME] })
  expect(answer).toEqual({ kind: 'ok', value: [null] })
  twin.control.failNext({ kind: 'quota', times: 1 })
  expect((await open().distances({ from: HOME, to: [HOME, HOME, HOME, HOME] })).kind).toBe('unknown')
})

it('levels are three to us', () => {
  expect(['门牌号', '兴趣点', '道路', '村庄', '乡镇', '区县', ''].map(precisionOf)).toEqual([
    'point',
    'point',
    'street',
    'street',
    'area',
    'area',
    'area',
  ])
})

describe('settings', () => {
  const problemsOf = (change: Partial<AmapSettings>): readonly string[] => {
    try {
      parseAmapConfig({ ...twin.config, ...change })
      return []
    } catch (error) {
      if (!(error instanceof AmapConfigError)) throw error
      return error.problems
    }
  }
  it.each<[string, Partial<AmapSettings>]>([
    ['key', { key: 'short' }],
    ['secretKey', { secretKey: 'c2VjcmV' }],
    ['baseUrl', { baseUrl: 'http://restapi.amap.com' }],
    ['timeout_ms', { timeout_ms: 0 }],
  ])('names %s, and no secret', (name, change) => {
    expect(problemsOf(change)).toEqual([expect.stringContaining(name)])
    expect(problemsOf(change).join()).not.toContain('c2VjcmV')
  })
})
