/** Areas are drawn, drawn anew, taken away; an address is promised what its area has; on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Logistics } from '../src/contract.ts'
import { logisticsModule } from '../src/index.ts'
import { NO_ROADS } from './ports.ts'
import { ADDRESS, evening, newOrder, promiseHouse, SQUARE, staff } from './promise-house.ts'

const { removeArea, keepPlace, drawSlots, changeSlot } = Logistics.commands
const DAY = 86_400_000

eachDatabase((_name, open) => {
  let house: TestHouse
  const { setArea, promise, slots, book } = promiseHouse(() => house)
  beforeEach(async () => {
    house = await open({ modules: [logisticsModule], ports: { logistics: { ...NO_ROADS } } })
  })
  const ours = async (change = {}) =>
    (await promise(change)).promise.options.filter(({ slotId }) => slotId !== null)

  test('A region of an area gets its slots, earliest first, a carrier among them; others that', async () => {
    expect(await setArea()).toMatchObject({ ok: true })
    const here = (await promise()).promise
    expect(here).toMatchObject({ isLocated: false, noSlot: null })
    expect(here.options.map(({ from }) => from)).toEqual(
      here.options.map(({ from }) => from).toSorted((a, b) => a - b),
    )
    expect(await ours()).toHaveLength(7)
    expect((await ours())[0]).toMatchObject({ mode: 'fleet', feeFen: 300, left: 'few', pickup: null })
    const there = (await promise({ address: { ...ADDRESS, regionCode: '110105' } })).promise
    expect(there).toMatchObject({
      noSlot: 'outside',
      options: [{ mode: 'carrier', slotId: null, feeFen: 0 }],
    })
  })

  test('An area takes only its storage classes, all of the order or none', async () => {
    await setArea()
    expect(await ours({ storageClasses: ['ambient', 'chilled'] })).toHaveLength(7)
    expect(await ours({ storageClasses: ['ambient', 'frozen'] })).toHaveLength(0)
  })

  test('Where the point is known the shape decides, else the regions beside it', async () => {
    await setArea({ shape: SQUARE })
    expect(await ours()).toHaveLength(7)
    const at = (point: { lng: number; lat: number } | null) =>
      house.must(keepPlace, { text: ADDRESS.text, point })
    await at({ lng: 116.46, lat: 39.9 })
    expect((await promise()).promise).toMatchObject({ isLocated: true, noSlot: 'outside' })
    await at({ lng: 116.43, lat: 39.93 })
    expect(await ours()).toHaveLength(7)
    expect(await ours({ address: { regionCode: '310101', text: ADDRESS.text } })).toHaveLength(7)
    await at(null)
    expect((await promise()).promise).toMatchObject({ isLocated: true, noSlot: null })
    expect(await ours({ address: { ...ADDRESS, text: ' 北京市东城区东四十条1号 ' } })).toHaveLength(7)
  })

  test('What is no area is refused, and nothing of it is kept', async () => {
    const open = { type: 'Polygon' as const, coordinates: [SQUARE.coordinates[0]?.slice(0, 4) ?? []] }
    for (const [change, code] of [
      [{ shape: open }, 'bad_shape'],
      [{ regions: [] }, 'nowhere'],
      [{ regions: ['999999'] }, 'no_such_region'],
      [{ pattern: [evening({ toMinute: 60 })] }, 'bad_pattern'],
      [{ mode: 'pickup' as const }, 'no_such_point'],
      [{ pointCode: 'nobody' }, 'no_such_point'],
      [{ mode: 'pickup' as const, pointCode: 'nobody' }, 'no_such_point'],
    ] as const) {
      expect(await setArea(change as object)).toMatchObject({ ok: false, code: `logistics.${code}` })
    }
    expect((await house.ask(Logistics.queries.areas, {}, { actor: staff })).items).toEqual([])
    expect(await slots()).toEqual([])
  })

  test('An area drawn anew has new slots; what is booked or closed stays', async () => {
    await setArea()
    const [first, second] = await slots()
    expect(await book(newOrder(), first?.slotId ?? '')).toMatchObject({ ok: true })
    await house.must(
      changeSlot,
      { slotId: second?.slotId ?? '', capacity: 3, closed: true },
      { actor: staff },
    )
    await setArea({ pattern: [evening({ fromMinute: 540, toMinute: 600, capacity: 9 })] })
    const now = await slots()
    expect(now.filter(({ capacity }) => capacity === 3)).toMatchObject([
      { slotId: first?.slotId, booked: 1 },
      { slotId: second?.slotId, closed: true },
    ])
    expect(now.filter(({ capacity }) => capacity === 9)).toHaveLength(6)
  })

  test('An area that is taken away promises nothing more; who booked keeps the place', async () => {
    await setArea()
    const [first] = await slots()
    await book(newOrder(), first?.slotId ?? '')
    await house.must(removeArea, { code: 'dongcheng' }, { actor: staff })
    await house.must(removeArea, { code: 'dongcheng' }, { actor: staff })
    expect(await slots()).toMatchObject([{ slotId: first?.slotId, booked: 1, closed: true }])
    expect((await promise()).promise.noSlot).toBe('outside')
    expect(await book(newOrder(), first?.slotId ?? '')).toMatchObject({ code: 'logistics.slot_full' })
  })

  test('Every day has its slots before it comes, once however often they are drawn', async () => {
    await setArea()
    expect(await house.must(drawSlots, {})).toEqual({ drawn: 0 })
    house.clock.advance(2 * DAY)
    const both = await Promise.all([house.must(drawSlots, {}), house.must(drawSlots, {})])
    expect(both.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(2)
    expect(await ours()).toHaveLength(7)
  })

  test('The map shows areas as GeoJSON', async () => {
    await setArea({ shape: SQUARE })
    expect(await house.ask(Logistics.queries.areaMap, {})).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          geometry: SQUARE,
          properties: {
            code: 'dongcheng',
            name: '东城线',
            mode: 'fleet',
            storageClasses: ['ambient', 'chilled'],
            regions: ['110101'],
          },
        },
      ],
    })
  })
})
