/** What carriers tell is kept once, told once, and the last of it is what holds; on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Logistics } from '../src/contract.ts'
import { logisticsModule } from '../src/index.ts'
import type { Track } from '../src/port.ts'
import { NO_ROADS } from './ports.ts'

const { recordTracks } = Logistics.commands
const T0 = 1_777_600_000_000
const taken: Track = { at: T0, state: 'accepted', text: '快递员李四已揽收，电话13900000001', place: '杭州市' }
const onTheWay: Track = { at: T0 + 1, state: 'in_transit', text: '已离开杭州转运中心', place: '杭州市' }
const brought: Track = { at: T0 + 2, state: 'delivered', text: '已签收，签收人本人', place: '上海市' }

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [logisticsModule], ports: { logistics: { ...NO_ROADS } } })
  })

  let count = 0
  const parcel = () => ({ carrier: 'zhongtong', trackingNo: `ZT${String((count += 1)).padStart(10, '0')}` })
  const told = async () => {
    const outbox = ['platform', 'outbox'].join('_')
    const rows = await house.database.reader('platform', true).selectFrom(outbox).selectAll().execute()
    return rows.map((row) => JSON.parse(String(row['payload'])) as { trackingNo: string; state: string })
  }

  test('The whole list told again adds what is new, and nothing twice', async () => {
    const one = parcel()
    expect(await house.must(recordTracks, { ...one, tracks: [taken] })).toEqual({ fresh: 1 })
    const all = [taken, onTheWay, brought]
    expect(await house.must(recordTracks, { ...one, tracks: all })).toEqual({ fresh: 2 })
    expect(await house.must(recordTracks, { ...one, tracks: all })).toEqual({ fresh: 0 })
    const { items } = await house.ask(Logistics.queries.tracks, one)
    expect(items).toEqual([brought, onTheWay, taken])
    const heard = (await told()).filter(({ trackingNo }) => trackingNo === one.trackingNo)
    expect(heard.map(({ state }) => state)).toEqual(['accepted', 'delivered'])
  })

  test('The same key is a replay; another fact under it is refused', async () => {
    const one = { ...parcel(), tracks: [taken] }
    for (let round = 0; round < 2; round += 1)
      expect(await house.must(recordTracks, one, { key: 'fact-1' })).toEqual({ fresh: 1 })
    const other = house.run(recordTracks, { ...one, tracks: [brought] }, { key: 'fact-1' })
    await expect(other).rejects.toThrow('key')
  })

  test('Two who tell the same at once keep it once', async () => {
    const one = parcel()
    const tell = () => house.must(recordTracks, { ...one, tracks: [taken, onTheWay] })
    const both = await Promise.all([tell(), tell()])
    expect(both.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(2)
    expect((await house.ask(Logistics.queries.tracks, one)).items).toHaveLength(2)
  })

  test('Late news changes nothing of what happened last; a number elsewhere is another parcel', async () => {
    const one = parcel()
    await house.must(recordTracks, { ...one, tracks: [brought] })
    await house.must(recordTracks, { ...one, tracks: [taken] })
    const { items } = await house.ask(Logistics.queries.tracks, one)
    expect(items.map(({ state }) => state)).toEqual(['delivered', 'accepted'])
    expect((await house.ask(Logistics.queries.tracks, { ...one, carrier: 'jd' })).items).toEqual([])
  })

  test('Texts lie sealed', async () => {
    const one = parcel()
    await house.must(recordTracks, { ...one, tracks: [taken] })
    const rows = await house.database
      .reader('logistics', true)
      .selectFrom('logistics_track')
      .selectAll()
      .execute()
    expect(JSON.stringify(rows)).not.toContain('13900000001')
  })
})
