/**
 * Parcels at carriers: numbers wanted, given, refused, typed; roads followed and asked about; on every
 * database.
 */
import type { InputOf } from '@tiantou/kernel'
import { newId } from '@tiantou/platform'
import { eachDatabase, type TestHouse, testClock } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Logistics } from '../src/contract.ts'
import { logisticsModule } from '../src/index.ts'
import { NO_ROADS } from './ports.ts'

const { wantWaybills, recordWaybill, typeWaybill, askAgain, noteLeft, callOff } = Logistics.commands
const { recordAsked, recordTracks } = Logistics.commands
const { toAsk, waybill, waybills, carriersDue } = Logistics.queries
const staff = { kind: 'staff' as const, id: 'stf_1', sessionId: 's', permissions: ['logistics.waybills'] }
const sender = {
  name: '仓库',
  phone: '010-12345678',
  province: '北京市',
  city: '北京市',
  county: '东城区',
  address: '东四北大街 100 号',
}
const given = (trackingNo: string) => ({
  word: 'ok' as const,
  waybill: { trackingNo, destinationCode: '755A-012', labelUrl: '' },
})
const HOUR_MS = 3_600_000

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    const settings = {
      sender,
      carriers: {
        base: 'shunfeng',
        rules: [
          { region: 'all', storageClass: 'ambient', carrier: 'zhongtong' },
          { region: '440000', storageClass: 'any', carrier: 'jd' },
        ],
      },
      carrierCosts: [
        { carrier: 'zhongtong', region: 'all', firstG: 1_000, firstFen: 400, stepG: 1_000, stepFen: 100 },
      ],
    }
    const settingsYaml = JSON.stringify({ logistics: settings })
    const ports = { logistics: { ...NO_ROADS } }
    house = await open({ modules: [logisticsModule], ports, options: { settingsYaml } })
  })

  const ref = () => newId(testClock(), 'pcl')
  let numbers = 0
  const number = () => `SF${String((numbers += 1)).padStart(12, '0')}`
  const see = async (parcelId: string) => {
    const seen = await house.ask(waybill, { parcelId })
    if (seen === null) throw new Error('The parcel goes with nobody.')
    return seen
  }
  const wanted = async (change: Partial<InputOf<typeof wantWaybills>['parcels'][number]> = {}) => {
    const parcelId = ref()
    const parcels = [{ parcelId, storageClass: 'chilled' as const, grams: 2_100, left: null, ...change }]
    await house.must(wantWaybills, { orderId: newId(testClock(), 'ord'), regionCode: '110101', parcels })
    return parcelId
  }
  const issued = async () => {
    const [parcelId, trackingNo] = [await wanted(), number()]
    await house.must(recordWaybill, { parcelId, ...given(trackingNo) })
    return { parcelId, trackingNo }
  }
  const onRoad = async () => {
    const parcel = await issued()
    await house.must(noteLeft, { ...parcel, carrier: '顺丰速运' })
    return parcel
  }
  const heard = async (name: string) => {
    const outbox = ['platform', 'outbox'].join('_')
    const rows = await house.database.reader('platform', true).selectFrom(outbox).selectAll().execute()
    return rows
      .filter((row) => row['name'] === `logistics.${name}`)
      .map(
        (row) => JSON.parse(String(row['payload'])) as { parcelId?: string; code?: string; state?: string },
      )
  }
  const heardOf = async (name: string, parcelId: string) =>
    (await heard(name)).filter((one) => one.parcelId === parcelId)

  test('the carrier is chosen by region and class, and what he charges is written down', async () => {
    expect(await see(await wanted())).toMatchObject({ state: 'wanted', carrier: 'shunfeng', costFen: null })
    expect(await see(await wanted({ storageClass: 'ambient' }))).toMatchObject({
      carrier: 'zhongtong',
      carrierName: '中通快递',
      grams: 2_100,
      costFen: 600,
    })
    const parcel = { storageClass: 'ambient' as const, grams: 1, left: null }
    const [parcelId, orderId] = [ref(), newId(testClock(), 'ord')]
    const south = { orderId, regionCode: '440305', parcels: [] }
    await house.must(wantWaybills, { ...south, parcels: [{ ...parcel, parcelId }] })
    expect((await see(parcelId)).carrier).toBe('jd')
  })

  test('what was wanted once is not wanted again, under whatever key', async () => {
    const input = { orderId: newId(testClock(), 'ord'), regionCode: null }
    const parcels = [{ parcelId: ref(), storageClass: 'chilled' as const, grams: 900, left: null }]
    for (const key of ['w1', 'w1', 'w2']) await house.must(wantWaybills, { ...input, parcels }, { key })
    const { items } = await house.ask(carriersDue, { limit: 500 })
    expect(items.filter(({ parcelId }) => parcelId === parcels[0]?.parcelId)).toHaveLength(1)
  })

  test('a parcel that left before it was wanted is followed under the number it left with', async () => {
    const parcelId = await wanted({ left: { carrier: '顺丰速运', trackingNo: 'SF1234567890123' } })
    expect(await see(parcelId)).toMatchObject({ state: 'on_road', trackingNo: 'SF1234567890123' })
  })

  test('a number is given once, and told once', async () => {
    const [parcelId, trackingNo] = [await wanted(), number()]
    expect(await house.ask(toAsk, { parcelId })).toMatchObject({ what: 'waybill', sender, grams: 2_100 })
    const word = { parcelId, ...given(trackingNo) }
    for (const key of ['g1', 'g1', 'g2'])
      expect(await house.must(recordWaybill, word, { key })).toEqual({ state: 'issued' })
    expect(await house.must(recordWaybill, { parcelId, ...given(number()) })).toEqual({ state: 'issued' })
    expect(await see(parcelId)).toMatchObject({ trackingNo, destinationCode: '755A-012', byHand: false })
    expect(await heardOf('waybill_issued', parcelId)).toHaveLength(1)
    expect(await house.ask(toAsk, { parcelId })).toBeNull()
  })

  test('of an order that is off the carrier is told who gave a number, or may have given one', async () => {
    const todo = async (parcelId: string) => (await house.ask(toAsk, { parcelId }))?.what ?? null
    const off = async (parcelId: string) => {
      await house.must(callOff, { orderId: (await see(parcelId)).orderId })
      return todo(parcelId)
    }
    // He may be answering at this moment.
    const fresh = await wanted()
    expect(await off(fresh)).toBe('waybill')
    expect(await see(fresh)).toMatchObject({ state: 'called_off', trackingNo: null })
    await house.must(recordWaybill, { parcelId: fresh, ...given(number()) })
    expect(await todo(fresh)).toBe('cancel')

    const { parcelId } = await issued()
    expect(await off(parcelId)).toBe('cancel')
    await house.must(recordAsked, { parcelId, what: 'cancel', word: 'unknown' })
    house.clock.advance(HOUR_MS)
    expect(await todo(parcelId)).toBe('cancel')
    await house.must(recordAsked, { parcelId, what: 'cancel', word: 'refused', code: 'on_the_way' })
    expect(await todo(parcelId)).toBeNull()
    expect((await see(parcelId)).code).toBe('on_the_way')

    const silent = await wanted()
    await house.must(recordWaybill, { parcelId: silent, word: 'unknown' })
    expect(await off(silent)).toBe('waybill')
    await house.must(recordWaybill, { parcelId: silent, ...given(number()) })
    expect(await see(silent)).toMatchObject({ state: 'called_off', trackingNo: expect.any(String) })
    expect(await todo(silent)).toBe('cancel')
    expect(await heardOf('waybill_issued', silent)).toEqual([])
    await house.must(recordAsked, { parcelId: silent, what: 'cancel', word: 'ok' })
    expect(await todo(silent)).toBeNull()

    const never = await wanted()
    await house.must(recordWaybill, { parcelId: never, word: 'unknown' })
    expect(await off(never)).toBe('waybill')
    await house.must(recordWaybill, { parcelId: never, word: 'refused', code: 'quota' })
    expect(await todo(never)).toBeNull()

    const typed = await wanted()
    await house.must(
      typeWaybill,
      { parcelId: typed, carrier: 'zhongtong', trackingNo: 'ZT12345678' },
      { actor: staff },
    )
    expect(await off(typed)).toBeNull()
    const left = await onRoad()
    expect(await off(left.parcelId)).toBe('subscribe')
  })

  test('a silent carrier is asked again, later each time; a refusal waits for a person', async () => {
    const parcelId = await wanted()
    const due = async () =>
      (await house.ask(carriersDue, { limit: 500 })).items.some((one) => one.parcelId === parcelId)
    for (const wait_ms of [20_000, 40_000]) {
      await house.must(recordWaybill, { parcelId, word: 'unknown' })
      house.clock.advance(wait_ms - 1)
      expect(await due()).toBe(false)
      house.clock.advance(1)
      expect(await due()).toBe(true)
    }
    await house.must(recordWaybill, { parcelId, word: 'refused', code: 'quota' })
    expect(await see(parcelId)).toMatchObject({ state: 'refused', code: 'quota', asks: 3 })
    expect(await due()).toBe(false)
    expect(await heardOf('waybill_refused', parcelId)).toMatchObject([{ code: 'quota' }])
    const { items } = await house.ask(waybills, { state: 'refused' }, { actor: staff })
    expect(items.map((one) => one.parcelId)).toContain(parcelId)
    await house.must(askAgain, { parcelId, carrier: 'zhongtong' }, { actor: staff })
    expect(await see(parcelId)).toMatchObject({
      state: 'wanted',
      carrier: 'zhongtong',
      costFen: 600,
      code: '',
    })
    await house.must(recordWaybill, { parcelId, word: 'absent' })
    expect(await see(parcelId)).toMatchObject({ state: 'refused', code: 'absent' })
  })

  test('a person types the number; what the carrier says afterwards changes nothing', async () => {
    const [parcelId, trackingNo] = [await wanted(), number()]
    const typed = { parcelId, carrier: 'zhongtong', trackingNo }
    for (let round = 0; round < 2; round += 1)
      await house.must(typeWaybill, typed, { actor: staff, key: 'typed' })
    expect(await house.must(recordWaybill, { parcelId, ...given(number()) })).toEqual({ state: 'issued' })
    expect(await see(parcelId)).toMatchObject({
      trackingNo,
      carrier: 'zhongtong',
      costFen: 600,
      byHand: true,
    })
    expect(await heardOf('waybill_issued', parcelId)).toMatchObject([{ trackingNo }])
  })

  test('what is not there is 404, what stands elsewhere 409', async () => {
    const [parcelId, trackingNo] = [ref(), number()]
    const typed = { carrier: 'jd', trackingNo }
    const codeOf = async (result: Promise<{ ok: boolean; code?: string }>) => (await result).code
    expect(await codeOf(house.run(typeWaybill, { parcelId, ...typed }))).toBe('logistics.no_such_waybill')
    expect(await codeOf(house.run(askAgain, { parcelId }))).toBe('logistics.no_such_waybill')
    const word = { parcelId, ...given(trackingNo) }
    expect(await codeOf(house.run(recordWaybill, word))).toBe('logistics.no_such_waybill')
    const there = await issued()
    const again = { ...typed, parcelId: there.parcelId }
    expect(await house.run(typeWaybill, again)).toMatchObject({
      code: 'logistics.waybill_state',
      data: { state: 'issued' },
    })
    expect(await codeOf(house.run(askAgain, { parcelId: there.parcelId }))).toBe('logistics.waybill_state')
    expect(await house.must(noteLeft, { parcelId, carrier: '顺丰', trackingNo })).toEqual({})
    expect(await house.ask(waybill, { parcelId })).toBeNull()
  })

  test('a parcel that left is subscribed, then asked about where nothing is heard', async () => {
    const { parcelId, trackingNo } = await onRoad()
    expect(await house.ask(toAsk, { parcelId })).toMatchObject({ what: 'subscribe', trackingNo })
    await house.must(recordAsked, { parcelId, what: 'subscribe', word: 'unknown' })
    expect(await house.ask(toAsk, { parcelId })).toMatchObject({ what: 'subscribe' })
    await house.must(recordAsked, { parcelId, what: 'subscribe', word: 'ok' })
    expect(await house.ask(toAsk, { parcelId })).toMatchObject({ what: 'tracks' })
    const due = async () =>
      (await house.ask(carriersDue, { limit: 500 })).items.some((one) => one.parcelId === parcelId)
    house.clock.advance(6 * HOUR_MS - 1)
    expect(await due()).toBe(false)
    const at = house.clock.now()
    const news = { at, state: 'in_transit' as const, text: '已离开', place: '' }
    await house.must(recordTracks, { carrier: 'shunfeng', trackingNo, tracks: [news] })
    house.clock.advance(1)
    expect(await due()).toBe(false)
    house.clock.advance(6 * HOUR_MS)
    expect(await due()).toBe(true)
    const nothing = { parcelId, what: 'tracks' as const, word: 'refused' as const, code: 'no_such_parcel' }
    await house.must(recordAsked, nothing)
    expect(await due()).toBe(false)
    // After a month nobody is asked any more.
    house.clock.advance(30 * 24 * HOUR_MS)
    expect(await due()).toBe(true)
    await house.must(recordAsked, nothing)
    expect(await house.ask(toAsk, { parcelId })).toBeNull()
  })

  test('the last track ends the parcel, and says whose it is', async () => {
    for (const [state, end] of [
      ['delivered', 'delivered'],
      ['returned', 'returned'],
    ] as const) {
      const { parcelId, trackingNo } = await onRoad()
      const tracks = [{ at: house.clock.now(), state, text: '到了', place: '' }]
      await house.must(recordTracks, { carrier: 'shunfeng', trackingNo, tracks })
      expect(await see(parcelId)).toMatchObject({ state: end })
      expect(await house.ask(toAsk, { parcelId })).toBeNull()
      expect(await heardOf('tracked', parcelId)).toMatchObject([{ state }])
      await house.must(recordAsked, { parcelId, what: 'tracks', word: 'unknown' })
      expect(await house.ask(toAsk, { parcelId })).toBeNull()
    }
  })

  test('it may leave with another number; a carrier whom nobody knows is asked nothing', async () => {
    const { parcelId } = await issued()
    await house.must(noteLeft, { parcelId, carrier: '中通', trackingNo: 'ZT777777' })
    const left = { state: 'on_road', carrier: 'zhongtong', trackingNo: 'ZT777777', byHand: true }
    expect(await see(parcelId)).toMatchObject(left)
    const other = await wanted()
    await house.must(noteLeft, { parcelId: other, carrier: '同城老王', trackingNo: 'W-1' })
    expect(await see(other)).toMatchObject({ state: 'on_road', carrier: '', costFen: null })
    expect(await house.ask(toAsk, { parcelId: other })).toBeNull()
  })
})
