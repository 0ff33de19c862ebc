/**
 * What is S.F.'s own: digests, envelopes, codes, pushes that are asked about. The rest all carriers share.
 */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { serveTwin, type TwinServer } from '@tiantou/adapter-kit/twin'
import type { Carrier, NewParcel, Party, VerifiedPush } from '@tiantou/logistics/port'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stateOf } from '../src/codes.data.ts'
import {
  createSfExpress,
  parseSfExpressConfig,
  SfExpressConfigError,
  type SfExpressSettings,
} from '../src/index.ts'
import { digestOf, javaUrlEncode } from '../src/sign.ts'
import { digestsOf } from '../src/twin/api.ts'
import { type ForgeKind, type SfExpressTwin, startSfExpressTwin } from '../src/twin/index.ts'

const START = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
const now = () => START
const heard: VerifiedPush[] = []
let twin: SfExpressTwin
let hook: TwinServer
let carrier: Carrier

const open = (change: Partial<SfExpressSettings> = {}) =>
  createSfExpress(parseSfExpressConfig({ ...twin.config, timeout_ms: 400, ...change }), {
    now,
    random: randomBytes,
  })

beforeAll(async () => {
  twin = await startSfExpressTwin({ now, random: randomBytes, retryScale: 0.000_001 })
  carrier = open()
  hook = await serveTwin(async ({ body }, response) => {
    const verified = await carrier.verifyPush({ body })
    heard.push(verified)
    response.end(JSON.stringify({ return_code: verified.kind === 'ok' ? '0000' : '1000' }))
  })
  twin.pushTo(hook.url)
})
afterAll(async () => {
  await twin.close()
  await hook.close()
})
beforeEach(() => twin.control.behave())

const party: Party = {
  name: '张三',
  phone: '13900002222',
  province: '上海市',
  city: '上海市',
  county: '浦东新区',
  address: '世纪大道 100 号',
}
let count = 0
const parcelOf = (): NewParcel => ({
  parcelNo: `pcl_${String((count += 1)).padStart(6, '0')}`,
  carrier: 'shunfeng',
  sender: { ...party, city: '无锡市', phone: '13800001111' },
  receiver: party,
  goods: [{ name: '水蜜桃 100%+好!', count: 2 }],
  grams: 5_000,
  remark: "轻放 (~'*",
})
const made = async (): Promise<string> => {
  const answer = await carrier.createWaybill(parcelOf())
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
  return answer.value.trackingNo
}

it('either digest is let in; another check word is not', async () => {
  expect((await open({ digest: 'sm3' }).createWaybill(parcelOf())).kind).toBe('ok')
  const stranger = open({ checkWord: 'f'.repeat(32) })
  expect(await stranger.createWaybill(parcelOf())).toMatchObject({ code: 'not_authorised' })
  expect(await open({ monthlyCard: '0000000000' }).createWaybill(parcelOf())).toMatchObject({
    kind: 'refused',
    code: 'bad_input',
  })
  const other = { ...parcelOf(), carrier: 'jd' }
  expect(await carrier.createWaybill(other)).toMatchObject({ kind: 'refused', code: 'not_offered' })
})

it.each([
  ['A1001', 'refused'],
  ['A1006', 'refused'],
  ['A1005', 'unknown'],
  ['A1099', 'unknown'],
  ['20012', 'refused'],
  ['S0001', 'refused'],
  ['S9999', 'unknown'],
])('code %s is %s', async (code, kind) => {
  twin.control.failNext({ kind: 'refuse', times: 1, code })
  expect(await carrier.createWaybill(parcelOf())).toMatchObject({ kind })
})

it.each([
  ['50', 'accepted'],
  ['30', 'in_transit'],
  ['44', 'out_for_delivery'],
  ['8000', 'delivered'],
  ['33', 'problem'],
  ['12345', 'in_transit'],
])('operation %s is %s', (opCode, state) => expect(stateOf(opCode)).toBe(state))

describe('a push is a knock', () => {
  it('what S.F. says when asked is what holds', async () => {
    const trackingNo = await made()
    twin.control.move(trackingNo)
    twin.control.move(trackingNo, 'delivered')
    await twin.control.idle()
    const parcel = {
      trackingNo,
      carrier: 'shunfeng',
      tracks: [{ state: 'accepted' }, { state: 'delivered' }],
    }
    expect(heard.at(-1)).toMatchObject({ kind: 'ok', parcels: [parcel] })
  })

  it.each<[ForgeKind, string]>([
    ['invented', 'not_confirmed'],
    ['stranger', 'not_confirmed'],
    ['empty', 'not_understood'],
    ['not-json', 'not_understood'],
  ])('forged: %s is %s', async (kind, code) => {
    await twin.control.forge(await made(), kind)
    expect(heard.at(-1)).toEqual({ kind: 'bad', code })
  })

  it('that cannot be asked about now comes again', async () => {
    const trackingNo = await made()
    const before = heard.length
    twin.control.failNext({ kind: 'error-500', times: 1, on: 'SEARCH_ROUTES' })
    twin.control.move(trackingNo)
    await expect.poll(() => heard.length).toBe(before + 2)
    expect(heard.slice(-2).map(({ kind }) => kind)).toEqual(['unknown', 'ok'])
  })
})

describe('settings', () => {
  const problemsOf = (change: Partial<SfExpressSettings>): readonly string[] => {
    try {
      parseSfExpressConfig({ ...twin.config, ...change })
      return []
    } catch (error) {
      if (!(error instanceof SfExpressConfigError)) throw error
      return error.problems
    }
  }
  it.each<[string, Partial<SfExpressSettings>]>([
    ['partnerId', { partnerId: '' }],
    ['checkWord', { checkWord: 'c2VjcmV' }],
    ['monthlyCard', { monthlyCard: '1' }],
    ['digest', { digest: 'sha1' as 'md5' }],
    ['product', { product: 0 }],
    ['serviceUrl', { serviceUrl: 'http://bspgw.sf-express.com/std/service' }],
    ['timeout_ms', { timeout_ms: 0 }],
  ])('names %s, and no secret', (name, change) => {
    expect(problemsOf(change)).toEqual([expect.stringContaining(name)])
    expect(problemsOf(change).join()).not.toContain('c2VjcmV')
  })
})

interface Vector {
  readonly name: string
  readonly algo: 'md5' | 'sm3'
  readonly message: string
  readonly expected: string
  readonly encoding?: 'base64' | 'hex'
  readonly inputs?: { readonly msgData: string; readonly timestamp: string; readonly checkWord: string }
}

it('Java’s way to encode', () => expect(javaUrlEncode('中 *~+1test')).toBe('%E4%B8%AD+*%7E%2B1test'))

const file = new URL('../../../../shared/vectors/sf-express.json', import.meta.url)
if (!existsSync(file)) {
  console.info('sf-express: ../shared/vectors is not beside the checkout; held to each other alone')
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }
  const [standard] = cases
  it.each(cases)('$name', ({ algo, message, expected, encoding = 'hex', inputs }) => {
    expect(createHash(algo).update(message).digest(encoding)).toBe(expected)
    const given = inputs ?? standard?.inputs
    if (given === undefined || message.includes('test')) return
    const { msgData, timestamp, checkWord } = given
    expect(digestOf(algo, msgData, timestamp, checkWord)).toBe(expected)
    expect(digestsOf(`${msgData}${timestamp}${checkWord}`)).toContain(expected)
  })
}
