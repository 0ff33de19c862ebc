/**
 * One suite for all maps: an address is found always in the same place and as exactly as it was said, roads
 * are measured each, a no is a no, and whatever decides nothing is asked again.
 */
import { randomBytes } from 'node:crypto'
import { createAmap, parseAmapConfig } from '@tiantou/amap'
import { startAmapTwin } from '@tiantou/amap/twin'
import type { Maps, Point } from '@tiantou/logistics/port'
import { createTencentMap, parseTencentMapConfig } from '@tiantou/tencent-map'
import { startTencentMapTwin } from '@tiantou/tencent-map/twin'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/** Near enough for a suite. */
const straightMetres = (from: Point, to: Point): number =>
  111_195 * Math.hypot((to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180), to.lat - from.lat)
/** Short, so that a silent twin costs no time. */
const timeout_ms = 300
const WEST_LAKE = { lng: 120.13, lat: 30.259 }
const random = (bytes: number) => randomBytes(bytes)

const openings = {
  'tencent-map': async () => {
    const twin = await startTencentMapTwin({ random })
    return { twin, maps: createTencentMap(parseTencentMapConfig({ ...twin.config, timeout_ms })) }
  },
  amap: async () => {
    const twin = await startAmapTwin({ random })
    return { twin, maps: createAmap(parseAmapConfig({ ...twin.config, timeout_ms })) }
  },
}

describe.each(Object.keys(openings) as (keyof typeof openings)[])('%s', (name) => {
  let maps: Maps
  let twin: Awaited<ReturnType<(typeof openings)[typeof name]>>['twin']
  beforeAll(async () => {
    const opened = await openings[name]()
    maps = opened.maps
    twin = opened.twin
  })
  afterAll(() => twin.close())
  beforeEach(() => twin.control.behave())

  const place = async (address: string, city?: string) => {
    const answer = await maps.geocode({ address, ...(city === undefined ? {} : { city }) })
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
    return answer.value
  }
  const HOME = '浙江省杭州市西湖区龙井路1号'

  test('says who it is, and finds an address always in the same place', async () => {
    expect(maps.name).toBe(name)
    const found = await place(HOME)
    expect(found).toEqual(await place(HOME))
    expect(straightMetres(found, WEST_LAKE)).toBeLessThan(5_000)
    expect(await place('浙江省杭州市西湖区龙井路2号')).not.toEqual(found)
  })

  test.each([
    [HOME, 'point'],
    ['浙江省杭州市西湖区龙井路', 'street'],
    ['浙江省杭州市西湖区', 'area'],
    ['浙江省杭州市', 'area'],
  ])('%s is a %s', async (address, precision) => {
    expect(await place(address)).toMatchObject({ precision })
  })

  test('a city narrows a street that stands in many; signs in an address do no harm', async () => {
    const [nanjing, fuzhou] = [
      await place('鼓楼区中山路1号', '南京市'),
      await place('鼓楼区中山路1号', '福州市'),
    ]
    expect(straightMetres(nanjing, fuzhou)).toBeGreaterThan(500_000)
    expect(await place('杭州市西湖区 龙井路 1号 #2+3&a=b%20')).toMatchObject({ precision: 'point' })
  })

  test('an address that nobody knows is a no', async () => {
    for (const address of ['月球静海基地一号', '鼓楼区中山路1号'])
      expect(await maps.geocode({ address })).toMatchObject({ kind: 'refused', code: 'no_result' })
  })

  test('roads are measured each, in their order; where none leads is null and spoils no other', async () => {
    const from = await place(HOME)
    const near = await place('杭州市上城区解放路1号')
    const far = await place('上海市黄浦区人民大道1号')
    const sea = { lng: 140, lat: 25 }
    const answer = await maps.distances({ from, to: [far, sea, near, from, far] })
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
    const [first, none, second, self, again] = answer.value
    expect(none).toBeNull()
    expect(self).toEqual({ metres: 0, seconds: 0 })
    expect(again).toEqual(first)
    expect(first?.metres).toBeGreaterThan(straightMetres(from, far))
    expect(second?.metres).toBeLessThan(first?.metres ?? 0)
    expect(Number.isInteger(first?.metres) && Number.isInteger(first?.seconds)).toBe(true)
  })

  test.each([
    'timeout',
    'commit-timeout',
    'error-500',
    'commit-error-500',
    'drop',
    'redirect',
    'not-json',
    'system-error',
    'quota',
  ] as const)('%s decides nothing, and the next question is answered', async (kind) => {
    twin.control.failNext({ kind, times: 1 })
    const answer = await maps.geocode({ address: HOME })
    expect(answer.kind).toBe('unknown')
    expect(JSON.stringify(answer)).not.toMatch(/龙井|127\.0/)
    twin.control.failNext({ kind, times: 1 })
    expect((await maps.distances({ from: WEST_LAKE, to: [WEST_LAKE] })).kind).toBe('unknown')
    expect((await maps.geocode({ address: HOME })).kind).toBe('ok')
  })
})
