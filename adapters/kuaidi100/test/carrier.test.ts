/** What is 快递100's own: signatures, codes, states, pushes. What all carriers do, their suite holds. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stateOf } from '../src/codes.data.ts'
import { Kuaidi100ConfigError, type Kuaidi100Settings, parseKuaidi100Config } from '../src/index.ts'
import { signOf } from '../src/sign.ts'
import { FORGE_KINDS, type ForgeKind } from '../src/twin/index.ts'
import { md5 } from '../src/twin/speech.ts'
import { type Bench, openBench, parcelOf, value } from './kit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.twin.control.behave())

const watched = async (): Promise<string> => {
  const parcel = parcelOf()
  const { trackingNo } = value(await bench.carrier.createWaybill(parcel))
  value(await bench.carrier.subscribe({ trackingNo, carrier: parcel.carrier, phoneTail: '2222' }))
  return trackingNo
}

describe('states', () => {
  it.each([
    ['0', 'in_transit'],
    ['1', 'accepted'],
    ['101', undefined],
    ['102', undefined],
    ['103', 'accepted'],
    ['1002', 'in_transit'],
    ['2', 'problem'],
    ['209', 'problem'],
    ['3', 'delivered'],
    ['304', 'delivered'],
    ['4', 'returned'],
    ['401', 'returned'],
    ['5', 'out_for_delivery'],
    ['501', 'out_for_delivery'],
    ['6', 'returned'],
    ['14', 'problem'],
    ['99', 'in_transit'],
  ])('%s is %s', (code, state) => expect(stateOf(code, '在途')).toBe(state))

  it('without a code the word speaks', () => {
    expect(stateOf(undefined, '签收')).toBe('delivered')
    expect(stateOf(undefined, undefined)).toBe('in_transit')
  })
})

describe('pushes', () => {
  it('tell the whole list each time, oldest first here', async () => {
    const trackingNo = await watched()
    bench.twin.control.move(trackingNo)
    bench.twin.control.move(trackingNo, 'problem')
    await bench.twin.control.idle()
    const last = bench.heard.at(-1)
    expect(last).toMatchObject({ kind: 'ok', parcels: [{ trackingNo, carrier: 'zhongtong' }] })
    const [parcel] = last?.kind === 'ok' ? last.parcels : []
    expect(parcel?.tracks.map(({ state }) => state)).toEqual(['accepted', 'problem'])
    expect(parcel?.tracks[0]?.place).toBe('无锡市')
  })

  it.each<[ForgeKind, string]>([
    ['signature', 'signature_wrong'],
    ['body', 'signature_wrong'],
    ['salt', 'signature_wrong'],
    ['unsigned', 'signature_missing'],
    ['twice-named', 'not_form'],
    ['not-json', 'not_understood'],
  ])('forged: %s is %s', async (kind, code) => {
    expect(FORGE_KINDS).toContain(kind)
    const trackingNo = await watched()
    bench.twin.control.move(trackingNo)
    await bench.twin.control.idle()
    expect(await bench.twin.control.forge(trackingNo, kind)).toBe(401)
    expect(bench.heard.at(-1)).toEqual({ kind: 'bad', code })
  })

  it('too many bytes are refused, and an end without news tells nothing', async () => {
    const push = (body: string) => bench.carrier.verifyPush({ body: Buffer.from(body) })
    expect(await push('a'.repeat(300_000))).toEqual({ kind: 'bad', code: 'too_large' })
    const param = JSON.stringify({ status: 'abort', message: '3天查询无记录', lastResult: {} })
    const sign = signOf(param, bench.settings.salt)
    const abort = new URLSearchParams({ sign, param }).toString()
    expect(await push(abort)).toEqual({ kind: 'ok', parcels: [] })
  })
})

describe('answers', () => {
  it('a contract with the carrier is needed for a number, not for asking', async () => {
    expect(await bench.carrier.createWaybill(parcelOf({ carrier: 'yunda' }))).toMatchObject({
      kind: 'refused',
      code: 'not_offered',
    })
  })

  it.each([
    ['/poll/query.do', '500', 'no_such_parcel'],
    ['/poll/query.do', '408', 'bad_input'],
    ['/poll/query.do', '601', 'quota'],
    ['/poll/query.do', '503', 'not_authorised'],
  ])('%s %s is %s', async (on, code, mine) => {
    bench.twin.control.failNext({ kind: 'refuse', times: 1, on, code })
    const parcel = { trackingNo: 'ZT0000000001', carrier: 'zhongtong', phoneTail: '2222' }
    expect(await bench.carrier.queryTracks(parcel)).toMatchObject({ kind: 'refused', code: mine })
  })

  it('501 means subscribed already; 701 that the carrier is not offered; 500 nothing', async () => {
    const trackingNo = await watched()
    const asked = { trackingNo, carrier: 'zhongtong', phoneTail: '2222' }
    expect((await bench.carrier.subscribe(asked)).kind).toBe('ok')
    const none = { ...asked, trackingNo: 'XX12345678', carrier: 'nobody' }
    expect(await bench.carrier.subscribe(none)).toMatchObject({ code: 'not_offered' })
    bench.twin.control.failNext({ kind: 'system-error', times: 1 })
    expect((await bench.carrier.subscribe(asked)).kind).toBe('unknown')
  })

  it('keys of others are not let in', async () => {
    const asked = { trackingNo: await watched(), carrier: 'zhongtong', phoneTail: '2222' }
    const no = { kind: 'refused', code: 'not_authorised' }
    expect(await bench.with({ customer: 'F'.repeat(32) }).queryTracks(asked)).toMatchObject(no)
    expect(await bench.with({ key: 'f'.repeat(16) }).subscribe(asked)).toMatchObject(no)
    expect(await bench.with({ secret: 'f'.repeat(32) }).createWaybill(parcelOf())).toMatchObject(no)
  })
})

describe('settings', () => {
  const problemsOf = (change: Partial<Kuaidi100Settings>): readonly string[] => {
    try {
      parseKuaidi100Config({ ...bench.settings, ...change })
      return []
    } catch (error) {
      if (!(error instanceof Kuaidi100ConfigError)) throw error
      return error.problems
    }
  }
  it.each<[string, Partial<Kuaidi100Settings>]>([
    ['key', { key: '?' }],
    ['customer', { customer: '' }],
    ['secret', { secret: 's3!' }],
    ['salt', { salt: 'short' }],
    ['partners', { partners: { zhongtong: { partnerId: '' } } }],
    ['templateId', { templateId: '-' }],
    ['pollUrl', { pollUrl: 'http://poll.kuaidi100.com' }],
    ['apiUrl', { apiUrl: 'api' }],
    ['callbackUrl', { callbackUrl: 'https://shop.example/push?x=1' }],
    ['timeout_ms', { timeout_ms: 0 }],
  ])('names %s', (name, change) => {
    expect(problemsOf(change)).toEqual([expect.stringContaining(name)])
  })
})

const file = new URL('../../../../shared/vectors/logistics-selfmade.json', import.meta.url)
if (!existsSync(file)) {
  console.info('kuaidi100: ../shared/vectors is not beside the checkout; held to each other alone')
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: { name: string; message: string; expected: string }[]
  }
  it.each(cases.filter(({ name }) => name.startsWith('kuaidi100')))('$name', ({ message, expected }) => {
    const parts = /^(\{.*\})(\d*)(.*)$/.exec(message)?.slice(1) ?? []
    expect(signOf(...parts)).toBe(expected)
    expect(md5(message)).toBe(expected)
    expect(createHash('md5').update(message).digest('hex').toUpperCase()).toBe(expected)
  })
}
