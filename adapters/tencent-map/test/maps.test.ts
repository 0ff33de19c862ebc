/**
 * The location service's own ways: signature, codes, levels, settings. What all maps do, their suite holds.
 */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createTencentMap,
  parseTencentMapConfig,
  TencentMapConfigError,
  type TencentMapSettings,
} from '../src/index.ts'
import { signedPath } from '../src/sign.ts'
import { snOf } from '../src/twin/api.ts'
import { startTencentMapTwin, type TencentMapTwin } from '../src/twin/index.ts'

let twin: TencentMapTwin
beforeAll(async () => {
  twin = await startTencentMapTwin({ random: randomBytes })
})
afterAll(() => twin.close())
beforeEach(() => twin.control.behave())

const open = (change: Partial<TencentMapSettings> = {}) =>
  createTencentMap(parseTencentMapConfig({ ...twin.config, timeout_ms: 400, ...change }))
const saying = async (code: number) => {
  twin.control.failNext({ kind: 'refuse', times: 1, code: String(code) })
  return open().geocode({ address: '杭州市西湖区龙井路1号' })
}

describe('signature', () => {
  it('adapter and twin, each by itself, sign alike; values go encoded, in the order of their names', () => {
    const params = { key: 'K', address: '杭州 市+&=' }
    const path = signedPath('/ws/geocoder/v1/', params, 'SK')
    const sent = new URL(path, 'https://maps.example')
    expect([...sent.searchParams.keys()]).toEqual(['address', 'key', 'sig'])
    expect(sent.searchParams.get('address')).toBe(params.address)
    const expected = snOf('/ws/geocoder/v1/', new Map(Object.entries(params)), 'SK')
    expect(sent.searchParams.get('sig')).toBe(expected)
    expect(signedPath('/x', { key: 'K' }, undefined)).toBe('/x?key=K')
  })

  it('another secret, or none, is not let in; another key is unknown', async () => {
    const { secretKey: _secret, ...unsigned } = twin.config
    const no = { kind: 'refused', code: 'not_authorised' }
    const ask = (settings: TencentMapSettings) =>
      createTencentMap(parseTencentMapConfig(settings)).geocode({ address: '上海市' })
    expect(await ask({ ...twin.config, secretKey: 'f'.repeat(32) })).toMatchObject(no)
    expect(await ask(unsigned)).toMatchObject(no)
    const key = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF'
    expect(await ask({ ...twin.config, key })).toMatchObject(no)
  })
})

it.each([
  [110, 'not_authorised'],
  [111, 'not_authorised'],
  [199, 'not_authorised'],
  [306, 'bad_input'],
  [347, 'no_result'],
  [373, 'no_result'],
])('status %i is %s, and stands in the message', async (status, code) => {
  const answer = await saying(status)
  expect(answer).toMatchObject({ kind: 'refused', code, message: expect.stringContaining(`${status}`) })
})

it.each([120, 121, 500, 510, 999])('status %i decides nothing', async (status) => {
  expect(await saying(status)).toMatchObject({ kind: 'unknown' })
})

it('a city is found too: the twin narrows a street by it', async () => {
  expect(await open().geocode({ address: '鼓楼区中山路1号' })).toMatchObject({ code: 'no_result' })
  const found = await open().geocode({ address: '鼓楼区中山路1号', city: '福州市' })
  expect(found).toMatchObject({ kind: 'ok', value: { precision: 'point' } })
})

describe('settings', () => {
  const problemsOf = (change: Partial<TencentMapSettings>): readonly string[] => {
    try {
      parseTencentMapConfig({ ...twin.config, ...change })
      return []
    } catch (error) {
      if (!(error instanceof TencentMapConfigError)) throw error
      return error.problems
    }
  }
  it.each<[string, Partial<TencentMapSettings>]>([
    ['key', { key: 'short' }],
    ['secretKey', { secretKey: 'c2VjcmV' }],
    ['baseUrl', { baseUrl: 'http://apis.map.qq.com' }],
    ['timeout_ms', { timeout_ms: 0 }],
  ])('names %s, and no secret', (name, change) => {
    expect(problemsOf(change)).toEqual([expect.stringContaining(name)])
    expect(problemsOf(change).join()).not.toContain('c2VjcmV')
  })
})

const file = new URL('../../../../shared/vectors/maps.json', import.meta.url)
if (!existsSync(file)) {
  console.info('tencent-map: ../shared/vectors is not beside the checkout; held to each other alone')
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: { name: string; message: string; expected: string }[]
  }
  it.each(cases)('$name', ({ message, expected }) => {
    expect(createHash('md5').update(message).digest('hex')).toBe(expected)
    const [, path = '', query = '', secret = ''] =
      /^([^?]+)\?(.*[\d.]+,[\d.]+)([A-Za-z]\w+)$/.exec(message) ?? []
    const params = Object.fromEntries(new URLSearchParams(query))
    expect(signedPath(path, params, secret)).toContain(`sig=${expected}`)
    expect(snOf(path, new Map(Object.entries(params)), secret)).toBe(expected)
  })
}
