/**
 * One suite for all carriers, over the whole house: what each may push, and what it must not make us believe;
 * numbers that nobody heard of, parcels called off in time or too late.
 */
import { Logistics } from '@tiantou/logistics/contract'
import type { InputOf } from '@tiantou/kernel'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eachPlatform, type TestPlatform } from './platform.ts'

type Parcel = InputOf<typeof Logistics.effects.createWaybill>

const CARRIERS = [
  { name: 'kuaidi100', carrier: 'zhongtong', query: 'query', create: 'label' },
  { name: 'sf-express', carrier: 'shunfeng', query: 'SEARCH_ROUTES', create: 'CREATE_ORDER' },
] as const
const FORGERIES = {
  kuaidi100: ['signature', 'body', 'salt', 'unsigned', 'twice-named', 'not-json'],
  'sf-express': ['invented', 'stranger', 'empty', 'not-json'],
} as const
const person = { name: '张三', phone: '13900002222', province: '上海市', city: '上海市', county: '黄浦区' }
const LONG_MS = 40_000

eachPlatform((_name, open) => {
  let t: TestPlatform
  beforeAll(async () => {
    // Nothing is bought here: without goods to show the house is open at once.
    t = await open({ env: { DEMO: '0' } })
  })

  describe.each(CARRIERS)('$name', ({ name, carrier, query, create }) => {
    const control = () => (name === 'kuaidi100' ? t.sandbox.kuaidi100 : t.sandbox.sfExpress).control
    const house = () => t.platform.house
    beforeEach(() => control().behave())

    let count = 0
    const parcelOf = (): Parcel => ({
      parcelNo: `pcl_${carrier}_${String((count += 1)).padStart(4, '0')}`,
      carrier,
      sender: { ...person, phone: '13800001111', address: '桃源路 8 号' },
      receiver: { ...person, address: '人民大道 1 号' },
      goods: [{ name: '阳山水蜜桃', count: 2 }],
      grams: 5_000,
      remark: '',
    })
    const waybillFor = (parcel: Parcel) => house().effect(Logistics.effects.createWaybill, parcel)
    const refOf = (trackingNo: string) => ({ carrier, trackingNo, phoneTail: '2222' })
    const handedIn = async () => {
      const parcel = parcelOf()
      const { waybill } = await waybillFor(parcel)
      const trackingNo = waybill?.trackingNo ?? ''
      const subscribed = await house().effect(Logistics.effects.subscribeTracks, refOf(trackingNo))
      expect(subscribed).toEqual({ word: 'ok' })
      return { parcelNo: parcel.parcelNo, carrier, trackingNo }
    }
    const kept = async (trackingNo: string) => {
      const system = { kind: 'system', id: 'test' } as const
      const { items } = await house().ask(Logistics.queries.tracks, { carrier, trackingNo }, system)
      return items.map(({ state }) => state)
    }
    const untilKept = async (trackingNo: string, states: readonly string[]) => {
      await control().idle()
      await expect.poll(() => kept(trackingNo), { timeout: LONG_MS, interval: 10 }).toEqual(states)
    }

    test('a parcel goes its way, and each step is kept as it is told', { timeout: LONG_MS }, async () => {
      const { trackingNo } = await handedIn()
      expect(await kept(trackingNo)).toEqual([])
      const seen: string[] = []
      for (const step of ['accepted', 'in_transit', 'problem', 'out_for_delivery', 'delivered'] as const) {
        control().move(trackingNo, step)
        seen.unshift(step)
        await untilKept(trackingNo, seen)
      }
    })

    test(
      'a number that nobody heard of is given again, and never another one',
      { timeout: LONG_MS },
      async () => {
        for (const kind of ['commit-timeout', 'commit-error-500', 'not-json'] as const) {
          const parcel = parcelOf()
          const before = control().parcels().length
          control().failNext({ kind, times: 1, on: create })
          expect(await waybillFor(parcel)).toEqual({ word: 'unknown' })
          const [first, second] = [await waybillFor(parcel), await waybillFor(parcel)]
          expect(first).toMatchObject({ word: 'ok' })
          expect(second.waybill?.trackingNo).toBe(first.waybill?.trackingNo)
          expect(control().parcels().length).toBe(before + 1)
        }
      },
    )

    test('a parcel is called off before it is picked up, and not after', { timeout: LONG_MS }, async () => {
      const { cancelWaybill } = Logistics.effects
      const early = { ...(await handedIn()), reason: '不要了' }
      for (let round = 0; round < 2; round += 1)
        expect(await house().effect(cancelWaybill, early)).toEqual({ word: 'ok' })
      expect(control().parcel(early.trackingNo)).toMatchObject({ state: 'cancelled' })
      const late = { ...(await handedIn()), reason: '不要了' }
      control().move(late.trackingNo)
      expect(await house().effect(cancelWaybill, late)).toEqual({ word: 'refused', code: 'already_gone' })
    })

    test('doubled, late and reordered pushes end in the same', { timeout: LONG_MS }, async () => {
      for (const plan of ['twice', 'hold', { delay_ms: 50 }] as const) {
        const { trackingNo } = await handedIn()
        control().planNotice(plan)
        control().move(trackingNo)
        control().move(trackingNo)
        await untilKept(trackingNo, ['in_transit', 'accepted'])
        expect(await control().repeatNotice(trackingNo)).toBe(200)
        await untilKept(trackingNo, ['in_transit', 'accepted'])
      }
    })

    test(
      'a lost push is found by asking; what is told twice is kept once',
      { timeout: LONG_MS },
      async () => {
        const { trackingNo } = await handedIn()
        const { queryTracks } = Logistics.effects
        expect(await house().effect(queryTracks, refOf(trackingNo))).toMatchObject({ code: 'no_such_parcel' })
        control().planNotice('lose')
        control().move(trackingNo)
        await control().idle()
        expect(await kept(trackingNo)).toEqual([])
        const { word, parcel } = await house().effect(queryTracks, refOf(trackingNo))
        expect(word).toBe('ok')
        if (parcel === undefined) throw new Error('nothing told')
        const system = { kind: 'system', id: 'test' } as const
        await house().run(Logistics.commands.recordTracks, parcel, { key: `q:${trackingNo}`, actor: system })
        control().move(trackingNo)
        await untilKept(trackingNo, ['in_transit', 'accepted'])
      },
    )

    test.each(FORGERIES[name])('a push that is forged (%s) changes nothing', async (kind) => {
      const { trackingNo } = await handedIn()
      control().move(trackingNo)
      await untilKept(trackingNo, ['accepted'])
      expect(await control().forge(trackingNo, kind as never)).toBe(401)
      await house().relay.settle()
      expect(await kept(trackingNo)).toEqual(['accepted'])
    })

    test.each(['timeout', 'error-500', 'drop', 'redirect', 'not-json', 'system-error'] as const)(
      'an answer with %s decides nothing',
      async (kind) => {
        const { trackingNo } = await handedIn()
        control().move(trackingNo)
        await control().idle()
        control().failNext({ kind, times: 1, on: query })
        const { queryTracks } = Logistics.effects
        expect(await house().effect(queryTracks, refOf(trackingNo))).toEqual({ word: 'unknown' })
        expect(await house().effect(queryTracks, refOf(trackingNo))).toMatchObject({ word: 'ok' })
      },
      LONG_MS,
    )

    test('a quota that is used up is no yes', async () => {
      control().failNext({ kind: 'quota', times: 1, on: create })
      expect((await waybillFor(parcelOf())).word).not.toBe('ok')
    })
  })

  test('nobody else is heard at the doors', async () => {
    for (const { name } of CARRIERS) {
      const answer = await t
        .as()
        .send('POST', `/callbacks/${name}`, 'nonsense', { 'content-type': 'text/plain' })
      expect(answer.status).toBe(401)
    }
  })
})
