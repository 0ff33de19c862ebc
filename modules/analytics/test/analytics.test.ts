/** Behaviour events on every database: what is kept, what is dropped, that nobody is in them. */
import type { InputOf } from '@tiantou/kernel'
import { makeId } from '@tiantou/kernel'
import { eachDatabase, type OpenHouse } from '@tiantou/platform/testing'
import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Analytics } from '../src/contract.ts'
import { analyticsModule } from '../src/index.ts'
import { dayOf, hourOf, isSampled, keptQuery } from '../src/rules.ts'
import type { EventRow } from '../src/tables.ts'

const { record, recordBought, sweep } = Analytics.commands
type Batch = InputOf<typeof record>

const idOf = (prefix: string) => makeId(prefix, 0, randomBytes(10))
const batch = (items: Batch['items'], visit = randomUUID()): Batch => ({ visit, client: 'phone', items })
const looks = (count: number, productId = idOf('prd')): Batch['items'] =>
  Array.from({ length: count }, () => ({ kind: 'view', productId }))

test('Searched texts lose what looks personal, and are made alike', () => {
  expect(keptQuery('  ＡＢ　脐橙 \n 5斤 ')).toBe('ab 脐橙 5斤')
  expect(keptQuery('x'.repeat(100))).toHaveLength(40)
  for (const personal of [
    '13800138000',
    '138 0013 8000',
    '１３８００１３８０００',
    '一三八零零一三八零零零',
    'me@example.com',
    'me＠example.com',
    'https://example.com',
    'www.example.com',
    '中山路 18号',
    '3栋二单元',
    '110101199001011237',
  ])
    expect([personal, keptQuery(personal)]).toEqual([personal, ''])
  expect(keptQuery('5斤 2026 新米')).toBe('5斤 2026 新米')
})

test('Days and hours are those of China', () => {
  const at = Date.UTC(2026, 10, 28, 16, 30)
  expect([dayOf(at), hourOf(at)]).toEqual([20_261_129, 0])
})

test('A visit is sampled by its digest', () => {
  const digests = Array.from({ length: 2_000 }, () => randomBytes(24).toString('base64url'))
  expect(digests.filter((one) => isSampled(one, 10_000))).toHaveLength(2_000)
  expect(digests.filter((one) => isSampled(one, 0))).toHaveLength(0)
  const half = digests.filter((one) => isSampled(one, 5_000)).length
  expect(Math.abs(half - 1_000)).toBeLessThan(150)
})

eachDatabase((_name, open) => {
  const begin = (settings = '') =>
    open({
      modules: [analyticsModule],
      options: { settingsYaml: settings },
    } satisfies Parameters<OpenHouse>[0])
  const rowsIn = (house: Awaited<ReturnType<typeof begin>>) =>
    house.database
      .reader('analytics', true)
      .selectFrom('analytics_event')
      .selectAll()
      .orderBy('id')
      .execute() as unknown as Promise<EventRow[]>

  test('A batch is kept in one go, and says nothing of who it was', async () => {
    const house = await begin()
    const [productId, skuId, visit] = [idOf('prd'), idOf('sku'), randomUUID()]
    const items: Batch['items'] = [
      { kind: 'view', productId },
      { kind: 'search', query: '脐橙' },
      { kind: 'search', query: '13800138000' },
      { kind: 'add', skuId, pieces: 3 },
    ]
    const by = { actor: { kind: 'user', id: idOf('usr'), sessionId: 's' } } as const
    expect(await house.must(record, batch(items, visit), { ...by, key: 'batch-01' })).toEqual({ kept: 4 })
    expect(await house.must(record, batch(items, visit), { ...by, key: 'batch-01' })).toEqual({ kept: 4 })
    const rows = await rowsIn(house)
    expect(rows).toHaveLength(4)
    expect(rows.map((row) => row.query).toSorted()).toEqual(['', '', '', '脐橙'])
    const text = JSON.stringify(rows)
    for (const secret of [by.actor.id, visit, '13800138000']) expect(text).not.toContain(secret)
    expect(new Set(rows.map((row) => row.visit)).size).toBe(1)
    house.clock.advance(86_400_000)
    await house.must(record, batch(looks(1), visit))
    expect(new Set((await rowsIn(house)).map((row) => row.visit)).size).toBe(2)
  })

  test('What was bought comes without anybody, and is counted with the rest', async () => {
    const house = await begin()
    const [one, two] = [idOf('prd'), idOf('prd')]
    await house.must(record, batch(looks(3, one)))
    await house.must(record, batch(looks(1, two)))
    await house.must(record, batch([{ kind: 'add', skuId: idOf('sku'), pieces: 2 }]))
    await house.must(recordBought, { items: [{ productId: one, skuId: idOf('sku'), pieces: 5 }] })
    const day = dayOf(house.clock.now())
    const span = { from: day, to: day }
    const { items } = await house.ask(Analytics.queries.counts, span)
    expect(items).toContainEqual({ day, kind: 'view', productId: one, events: 3, pieces: 0 })
    expect(items).toContainEqual({ day, kind: 'buy', productId: one, events: 1, pieces: 5 })
    expect(items).toContainEqual({ day, kind: 'add', productId: null, events: 1, pieces: 2 })
    const views = await house.ask(Analytics.queries.counts, { ...span, kind: 'view', limit: 1 })
    expect(views.items).toEqual([{ day, kind: 'view', productId: one, events: 3, pieces: 0 }])
    expect((await house.ask(Analytics.queries.counts, { from: day + 1, to: day + 1 })).items).toEqual([])
    expect((await rowsIn(house)).find((row) => row.kind === 'buy')?.visit).toBe('')
  })

  test('A text is told once three visits share it', async () => {
    const house = await begin()
    const search: Batch['items'] = [
      { kind: 'search', query: '脐橙' },
      { kind: 'search', query: '我的秘密' },
    ]
    await house.must(record, batch([...search, ...search, ...search]))
    const day = dayOf(house.clock.now())
    const asked = async () => (await house.ask(Analytics.queries.searches, { from: day, to: day })).items
    expect(await asked()).toEqual([])
    for (let n = 0; n < 2; n += 1) await house.must(record, batch([{ kind: 'search', query: ' 脐橙 ' }]))
    expect(await asked()).toEqual([{ query: '脐橙', events: 5 }])
  })

  test('A day holds so many and no more, also when many come at once', async () => {
    const house = await begin('analytics: { perDay: 320 }')
    const sent = await Promise.all(Array.from({ length: 60 }, () => house.must(record, batch(looks(10)))))
    const kept = sent.reduce((sum, one) => sum + one.kept, 0)
    expect(kept).toBeLessThanOrEqual(320)
    expect(kept).toBeGreaterThan(100)
    expect(await rowsIn(house)).toHaveLength(kept)
    const tooLong = await house.must(record, batch(looks(30)))
    expect(tooLong.kept).toBe(0)
    // Orders are real: they are noted whatever else came.
    await house.must(recordBought, { items: [{ productId: idOf('prd'), skuId: idOf('sku'), pieces: 1 }] })
    expect(await rowsIn(house)).toHaveLength(kept + 1)
    house.clock.advance(86_400_000)
    expect((await house.must(record, batch(looks(10)))).kept).toBe(10)
  })

  test('Nothing is kept where the operator wants nothing', async () => {
    for (const settings of ['analytics: { collect: false }', 'analytics: { sample_bp: 0 }']) {
      const house = await begin(settings)
      expect(await house.must(record, batch(looks(3)))).toEqual({ kept: 0 })
      expect(await rowsIn(house)).toEqual([])
    }
    const none = await begin('analytics: { collect: false }')
    await none.must(recordBought, { items: [{ productId: idOf('prd'), skuId: idOf('sku'), pieces: 1 }] })
    expect(await rowsIn(none)).toEqual([])
  })

  test('What is too old goes, a bite at a time', async () => {
    const house = await begin('analytics: { keeps_d: 2 }')
    await house.must(record, batch(looks(5)))
    house.clock.advance(2 * 86_400_000)
    await house.must(record, batch(looks(1)))
    expect(await house.must(sweep, {})).toEqual({ events: 0 })
    house.clock.advance(86_400_000)
    expect(await house.must(sweep, {})).toEqual({ events: 5 })
    expect(await house.must(sweep, {})).toEqual({ events: 0 })
    expect(await rowsIn(house)).toHaveLength(1)
  })
})
