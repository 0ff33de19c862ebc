/** Which map and which carrier is asked, and what is answered where one is silent, refuses or is missing. */
import { eachDatabase, type OpenHouse } from '@tiantou/platform/testing'
import { describe, expect, test } from 'vitest'
import { Logistics } from '../src/contract.ts'
import { logisticsModule } from '../src/index.ts'
import type { Carrier, LogisticsPorts, Maps, Point } from '../src/port.ts'
import { roughMetres, straightMetres } from '../src/roads.ts'
import { NO_ROADS } from './ports.ts'

const { geocode, distances, createWaybill, cancelWaybill, subscribeTracks, queryTracks, verifyPush } =
  Logistics.effects
const WEST_LAKE: Point = { lng: 120.15, lat: 30.24 }
const BUND: Point = { lng: 121.49, lat: 31.24 }

const map = (name: Maps['name'], kind: 'ok' | 'no_result' | 'not_authorised' | 'unknown'): Maps => {
  const no =
    kind === 'unknown' || kind === 'ok'
      ? ({ kind: 'unknown', message: '' } as const)
      : ({ kind: 'refused', code: kind, message: '' } as const)
  return {
    name,
    geocode: async () =>
      kind === 'ok'
        ? { kind, value: { ...WEST_LAKE, lng: name === 'amap' ? 1 : 2, precision: 'point' } }
        : no,
    distances: async ({ to }) =>
      kind === 'ok' ? { kind, value: to.map(() => ({ metres: 1_000, seconds: 60 })) } : no,
  }
}

const carrier = (name: Carrier['name']): Carrier => ({
  name,
  createWaybill: async ({ parcelNo }) => ({
    kind: 'ok',
    value: { trackingNo: `${name}-${parcelNo.replace('_', '')}`, destinationCode: '021', labelUrl: '' },
  }),
  cancelWaybill: async () => ({ kind: 'refused', code: 'already_gone', message: '' }),
  subscribe: async () => ({ kind: 'unknown', message: '' }),
  queryTracks: async ({ trackingNo, carrier: by }) => ({
    kind: 'ok',
    value: { trackingNo, carrier: by, tracks: [{ at: 1, state: 'accepted', text: '已揽收', place: '' }] },
  }),
  verifyPush: async ({ body }) =>
    body.toString() === 'good'
      ? { kind: 'ok', parcels: [{ trackingNo: 'SF1234567890', carrier: 'shunfeng', tracks: [] }] }
      : body.toString() === 'later'
        ? { kind: 'unknown', message: '' }
        : { kind: 'bad', code: 'signature_wrong' },
})

describe('The straight line', () => {
  test('is measured along the earth, and roads are longer', () => {
    // 1° of a meridian on the mean sphere: 111,195 m.
    expect(straightMetres({ lng: 0, lat: 0 }, { lng: 0, lat: 1 })).toBeCloseTo(111_195, 0)
    expect(straightMetres(BUND, BUND)).toBe(0)
    expect(roughMetres({ lng: 0, lat: 0 }, { lng: 0, lat: 1 })).toBe(150_113)
  })
})

eachDatabase((_name, open: OpenHouse) => {
  const houseOf = (ports: Partial<LogisticsPorts>) =>
    open({ modules: [logisticsModule], ports: { logistics: { ...NO_ROADS, ...ports } } })
  const asked = { address: '浙江省杭州市西湖区龙井路1号' }
  const way = { from: WEST_LAKE, to: [BUND, WEST_LAKE] }

  test('The first map that decides is believed; where it is silent or shut the other is asked', async () => {
    const both = await houseOf({ 'tencent-map': map('tencent-map', 'ok'), amap: map('amap', 'ok') })
    expect(await both.effect(geocode, asked)).toMatchObject({ word: 'ok', place: { lng: 2 } })
    for (const kind of ['unknown', 'not_authorised'] as const) {
      const one = await houseOf({ 'tencent-map': map('tencent-map', kind), amap: map('amap', 'ok') })
      expect(await one.effect(geocode, asked)).toMatchObject({ word: 'ok', place: { lng: 1 } })
    }
    const no = await houseOf({ 'tencent-map': map('tencent-map', 'no_result'), amap: map('amap', 'ok') })
    expect(await no.effect(geocode, asked)).toEqual({ word: 'refused', code: 'no_result' })
  })

  test('Where no map answers the way is guessed, and says so', async () => {
    const silent = await houseOf({ amap: map('amap', 'unknown') })
    const guessed = await silent.effect(distances, way)
    expect(guessed).toMatchObject({ word: 'unknown', isEstimate: true })
    expect(guessed.legs).toEqual([
      { metres: roughMetres(WEST_LAKE, BUND), seconds: null },
      { metres: 0, seconds: null },
    ])
    const none = await houseOf({})
    expect(await none.effect(geocode, asked)).toEqual({ word: 'absent' })
    expect(await none.effect(distances, way)).toMatchObject({ word: 'absent', isEstimate: true })
    const good = await houseOf({ amap: map('amap', 'ok') })
    expect(await good.effect(distances, way)).toMatchObject({
      word: 'ok',
      isEstimate: false,
      legs: [{ metres: 1_000, seconds: 60 }, { metres: 1_000 }],
    })
  })

  test('S.F. is asked itself where it is configured; everybody else through 快递100', async () => {
    const party = { name: '张三', phone: '13800000000', province: '浙江省', city: '杭州市', county: '西湖区' }
    const person = { ...party, address: '龙井路1号' }
    const parcelOf = (by: string) => ({
      parcelNo: 'pcl_01',
      carrier: by,
      sender: person,
      receiver: person,
      goods: [{ name: '水蜜桃', count: 1 }],
      grams: 2_500,
      remark: '',
    })
    const both = await houseOf({ kuaidi100: carrier('kuaidi100'), 'sf-express': carrier('sf-express') })
    const numberBy = async (house: typeof both, by: string) =>
      (await house.effect(createWaybill, parcelOf(by))).waybill?.trackingNo
    expect(await numberBy(both, 'shunfeng')).toBe('sf-express-pcl01')
    expect(await numberBy(both, 'zhongtong')).toBe('kuaidi100-pcl01')
    const one = await houseOf({ kuaidi100: carrier('kuaidi100') })
    expect(await numberBy(one, 'shunfeng')).toBe('kuaidi100-pcl01')
    const none = await houseOf({ 'sf-express': carrier('sf-express') })
    expect(await none.effect(createWaybill, parcelOf('jd'))).toEqual({ word: 'absent' })
  })

  test('What a carrier says goes on in our words, and a push is believed or not', async () => {
    const house = await houseOf({ kuaidi100: carrier('kuaidi100') })
    const parcel = { carrier: 'jd', trackingNo: 'JD123456', phoneTail: '0000' }
    expect(await house.effect(subscribeTracks, parcel)).toEqual({ word: 'unknown' })
    expect(await house.effect(queryTracks, parcel)).toMatchObject({ word: 'ok', parcel: { carrier: 'jd' } })
    const { phoneTail: _tail, ...gone } = { ...parcel, parcelNo: 'pcl_01', reason: '不要了' }
    expect(await house.effect(cancelWaybill, gone)).toEqual({ word: 'refused', code: 'already_gone' })
    const push = (provider: 'kuaidi100' | 'sf-express', body: string) =>
      house.effect(verifyPush, { provider, bodyBase64: Buffer.from(body).toString('base64') })
    expect(await push('kuaidi100', 'good')).toMatchObject({
      word: 'ok',
      parcels: [{ key: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    })
    expect(await push('kuaidi100', 'forged')).toEqual({ word: 'bad', code: 'signature_wrong', parcels: [] })
    expect(await push('kuaidi100', 'later')).toEqual({ word: 'unknown', parcels: [] })
    expect(await push('sf-express', 'good')).toEqual({ word: 'absent', parcels: [] })
  })
})
