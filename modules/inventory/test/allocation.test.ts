/** Lots allocated to orders, taken away, swapped, held and recalled, on every database, with each refusal. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Inventory } from '../src/contract.ts'
import { inventoryModule } from '../src/index.ts'
import { bought, give, leftOf, lotsFor, orderId, skuId } from './factory.ts'
import { lotsOf, movementsOf, placesOf, reservationsOf, soFar } from './rows.ts'

const { release, dispatch, findBad, shorten, swap, setAside } = Inventory.commands
const { holdLot, releaseLot, recallLot } = Inventory.commands
const day_ms = 86_400_000
const reason = '抽检农残'

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [inventoryModule] })
  })

  const allocatedOf = async (sku: string) =>
    (await placesOf(house, [sku])).map((place) => [place.lot_id, place.allocated])

  test('The first lot to expire that lasts long enough is allocated, once, to one order', async () => {
    const sku = skuId()
    const [soon, later, last] = await lotsFor(house, sku, [3, 2], [4, 5], [9, 9])
    const order = await bought(house, { skuId: sku, pieces: 6 })
    const { parts, missing } = await give(house, order, sku, 6, 4)
    expect(parts.map((part) => [part.lotId, part.pieces])).toEqual([
      [later, 4],
      [last, 2],
    ])
    expect(missing).toEqual([])
    expect(await give(house, order, sku, 6, 4)).toEqual({ parts: [], missing: [] })
    const next = await bought(house, { skuId: sku, pieces: 3 })
    expect((await give(house, next, sku, 3)).parts.map((part) => [part.lotId, part.pieces])).toEqual([
      [soon, 3],
    ])
    expect(await house.ask(Inventory.queries.allocations, { orderId: order })).toEqual({ parts })
    await house.must(dispatch, { orderId: order })
    await house.must(dispatch, { orderId: next })
    const places = await placesOf(house, [sku])
    expect(places.map((place) => [place.lot_id, place.pieces, place.allocated])).toEqual([[last, 7, 0]])
  })

  test('What no lot lasts long enough for is missing; who bought nothing gets nothing', async () => {
    const sku = skuId()
    await lotsFor(house, sku, [5, 1])
    const order = await bought(house, { skuId: sku, pieces: 2 })
    expect(await give(house, order, sku, 2, 3)).toEqual({ parts: [], missing: [{ skuId: sku, pieces: 2 }] })
    expect(await give(house, orderId(), sku, 2)).toEqual({ parts: [], missing: [] })
  })

  test('An order that is called off lets go of its lots', async () => {
    const sku = skuId()
    const [lot] = await lotsFor(house, sku, [5, 3])
    const order = await bought(house, { skuId: sku, pieces: 2 })
    await give(house, order, sku, 2)
    await house.must(release, { orderId: order })
    expect(await allocatedOf(sku)).toEqual([[lot, 0]])
    expect(await leftOf(house, sku)).toBe(5)
  })

  test('Bad pieces leave stock though they were promised, and other lots take their place', async () => {
    const sku = skuId()
    const [first, second] = await lotsFor(house, sku, [3, 2], [3, 5])
    const order = await bought(house, { skuId: sku, pieces: 5 })
    await give(house, order, sku, 5)
    const bad = { orderId: order, lotId: first ?? '', location: 'main', reason: 'spoiled' } as const
    const no = { code: 'inventory.not_allocated' }
    expect(await house.run(findBad, { ...bad, pieces: 4 })).toMatchObject(no)
    expect(await house.run(findBad, { ...bad, orderId: orderId(), pieces: 1 })).toMatchObject(no)
    const nowhere = 'lot_00000000000000000000000000'
    expect(await house.run(findBad, { ...bad, lotId: nowhere, pieces: 1 })).toMatchObject(no)
    const key = { key: `bad-${order}` }
    await house.must(findBad, { ...bad, pieces: 2 }, key)
    await house.must(findBad, { ...bad, pieces: 2 }, key)
    expect(await leftOf(house, sku)).toBe(-1)
    expect(await give(house, order, sku, 5)).toMatchObject({
      parts: [{ lotId: second, pieces: 1 }],
      missing: [{ skuId: sku, pieces: 1 }],
    })
    expect((await movementsOf(house, sku)).at(-1)).toMatchObject({
      kind: 'written_off',
      pieces: -2,
      weight_g: -1_000,
      order_id: order,
    })
  })

  test('An order may get less: what it gives up is promised to nobody', async () => {
    const sku = skuId()
    const [first, second] = await lotsFor(house, sku, [3, 2], [3, 5])
    const order = await bought(house, { skuId: sku, pieces: 5 })
    await give(house, order, sku, 5)
    const no = { code: 'inventory.not_promised' }
    expect(await house.run(shorten, { orderId: order, skuId: sku, pieces: 6 })).toMatchObject(no)
    expect(await house.run(shorten, { orderId: order, skuId: skuId(), pieces: 1 })).toMatchObject(no)
    expect(await leftOf(house, sku)).toBe(1)
    await house.must(shorten, { orderId: order, skuId: sku, pieces: 3 })
    expect(await leftOf(house, sku)).toBe(4)
    expect(await allocatedOf(sku)).toEqual([
      [first, 2],
      [second, 0],
    ])
  })

  test('An order may get another SKU instead, if there is so much of it', async () => {
    const [sku, other] = [skuId(), skuId()]
    await lotsFor(house, sku, [3, 2])
    await lotsFor(house, other, [2, 2])
    const order = await bought(house, { skuId: sku, pieces: 3 })
    const out = { skuId: sku, pieces: 3 }
    expect(await house.run(swap, { orderId: order, out, into: { skuId: other, pieces: 3 } })).toMatchObject({
      code: 'inventory.none_left',
    })
    expect(
      await house.run(swap, {
        orderId: order,
        out: { skuId: sku, pieces: 4 },
        into: { skuId: other, pieces: 1 },
      }),
    ).toMatchObject({ code: 'inventory.not_promised' })
    expect([await leftOf(house, sku), await leftOf(house, other)]).toEqual([0, 2])
    await house.must(swap, { orderId: order, out, into: { skuId: other, pieces: 2 } })
    expect([await leftOf(house, sku), await leftOf(house, other)]).toEqual([3, 0])
    expect((await give(house, order, other, 2)).missing).toEqual([])
    expect((await reservationsOf(house, order)).map((row) => [row.sku_id, row.pieces])).toEqual([
      [sku, 0],
      [other, 2],
    ])
  })

  test('What is packed stays its own though its lot is stopped, and leaves from that lot', async () => {
    const sku = skuId()
    const [first = '', second = ''] = await lotsFor(house, sku, [3, 2], [4, 5])
    const order = await bought(house, { skuId: sku, pieces: 2 })
    await give(house, order, sku, 2)
    const parts = [{ lotId: first, location: 'main', pieces: 2 }]
    const no = { code: 'inventory.not_allocated' }
    expect(await house.run(setAside, { orderId: order, parts: [] })).toMatchObject(no)
    const [part] = parts
    const tooMany = part === undefined ? [] : [{ ...part, pieces: 3 }]
    expect(await house.run(setAside, { orderId: order, parts: tooMany })).toMatchObject(no)
    const key = { key: `aside-${order}` }
    await house.must(setAside, { orderId: order, parts }, key)
    await house.must(setAside, { orderId: order, parts }, key)
    await house.must(holdLot, { lotId: first, reason })
    const held = Object.fromEntries(await allocatedOf(sku))
    expect(held).toEqual({ [first]: 2, [second]: 0 })
    expect(await leftOf(house, sku)).toBe(4)
    await house.must(releaseLot, { lotId: first, reason })
    const next = await bought(house, { skuId: sku, pieces: 2 })
    const given = await give(house, next, sku, 2)
    expect(given.parts.map((one) => [one.lotId, one.pieces])).toEqual([
      [first, 1],
      [second, 1],
    ])
    await house.must(recallLot, { lotId: first, reason })
    await house.must(dispatch, { orderId: order })
    const left = (await placesOf(house, [sku])).map(({ lot_id, ...row }) => [
      lot_id,
      row.pieces,
      row.allocated,
    ])
    expect(left.toSorted((a, b) => (a[0] === first ? -1 : b[0] === first ? 1 : 0))).toEqual([
      [first, 1, 0],
      [second, 4, 1],
    ])
    expect(await leftOf(house, sku)).toBe(2)
  })

  test('What was packed of a stopped lot and called off waits until the lot is released', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [3, 2])
    const order = await bought(house, { skuId: sku, pieces: 2 })
    await give(house, order, sku, 2)
    await house.must(setAside, { orderId: order, parts: [{ lotId: lot, location: 'main', pieces: 2 }] })
    await house.must(holdLot, { lotId: lot, reason })
    expect(await leftOf(house, sku)).toBe(0)
    const events = await soFar(house)
    const key = { key: `off-${order}` }
    await house.must(release, { orderId: order }, key)
    await house.must(release, { orderId: order }, key)
    expect(await leftOf(house, sku)).toBe(0)
    expect(await events.since()).toEqual([])
    expect(await allocatedOf(sku)).toEqual([[lot, 0]])
    await house.must(releaseLot, { lotId: lot, reason })
    expect(await leftOf(house, sku)).toBe(3)
    expect(await events.since()).toContainEqual(['inventory.band_changed', { skuId: sku, band: 'few' }])
  })

  test('An order called off as its lot is stopped or released loses and wins nothing', async () => {
    const round = async (stopped: boolean) => {
      const sku = skuId()
      const [lot = ''] = await lotsFor(house, sku, [5, 2])
      const order = await bought(house, { skuId: sku, pieces: 2 })
      await give(house, order, sku, 2)
      await house.must(setAside, { orderId: order, parts: [{ lotId: lot, location: 'main', pieces: 2 }] })
      if (stopped) await house.must(holdLot, { lotId: lot, reason })
      await Promise.all([
        house.must(release, { orderId: order }),
        house.must(stopped ? releaseLot : holdLot, { lotId: lot, reason }),
      ])
      expect(await leftOf(house, sku)).toBe(stopped ? 5 : 0)
    }
    for (let n = 0; n < 12; n += 1) await round(n % 2 === 0)
  })

  test('Of a packed line that is shortened, what lies of a stopped lot is not sold again', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [3, 2], [4, 5])
    const order = await bought(house, { skuId: sku, pieces: 3 })
    await give(house, order, sku, 3)
    await house.must(setAside, { orderId: order, parts: [{ lotId: lot, location: 'main', pieces: 3 }] })
    await house.must(recallLot, { lotId: lot, reason })
    await house.must(shorten, { orderId: order, skuId: sku, pieces: 1 })
    expect(await leftOf(house, sku)).toBe(4)
    await house.must(findBad, { orderId: order, lotId: lot, location: 'main', pieces: 1, reason: 'spoiled' })
    expect(await leftOf(house, sku)).toBe(3)
    await house.must(release, { orderId: order })
    expect(await leftOf(house, sku)).toBe(4)
  })

  test('An order that leaves with a stopped lot takes nothing from what can be sold', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [3, 2])
    const order = await bought(house, { skuId: sku, pieces: 2 })
    await house.must(holdLot, { lotId: lot, reason })
    expect(await leftOf(house, sku)).toBe(-2)
    await house.must(dispatch, { orderId: order })
    expect(await leftOf(house, sku)).toBe(0)
  })

  test('What scales weighed leaves with its true weight; the last piece takes what dried out', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [4, 2])
    const order = await bought(house, { skuId: sku, pieces: 4 })
    await give(house, order, sku, 4)
    const weighed = [{ lotId: lot, location: 'main', grams: 1_930 }]
    await house.must(dispatch, { orderId: order, weighed })
    const rows = (await movementsOf(house, sku)).map((row) => [row.kind, row.pieces, row.weight_g])
    expect(rows).toContainEqual(['dispatched', -4, -1_930])
    expect(rows).toContainEqual(['shrunk', 0, -70])
    expect(await placesOf(house, [sku])).toEqual([])
  })

  test('However many allocate at once, a place never gives more than it has', async () => {
    const sku = skuId()
    const lots = await lotsFor(house, sku, [5, 2], [5, 3], [5, 4])
    const orders = []
    for (let n = 0; n < 7; n += 1) orders.push(await bought(house, { skuId: sku, pieces: 2 }))
    const answers = await Promise.all(orders.map((order) => give(house, order, sku, 2)))
    expect(answers.every((answer) => answer.missing.length === 0)).toBe(true)
    expect(await allocatedOf(sku)).toEqual([
      [lots[0], 5],
      [lots[1], 5],
      [lots[2], 4],
    ])
  })

  test('defect 12: no earlier lot that could be sold is ever passed over', async () => {
    const lot = fc.record({ pieces: fc.integer({ min: 1, max: 6 }), days: fc.integer({ min: 1, max: 9 }) })
    const some = fc.record({
      lots: fc.array(lot, { minLength: 1, maxLength: 5 }),
      held: fc.nat(4),
      wanted: fc.integer({ min: 1, max: 12 }),
      days: fc.nat(8),
    })
    await fc.assert(
      fc.asyncProperty(some, async ({ lots, held, wanted, days }) => {
        const sku = skuId()
        const ids = await lotsFor(house, sku, ...lots.map((one) => [one.pieces, one.days] as const))
        const all = lots.reduce((sum, one) => sum + one.pieces, 0)
        const order = await bought(house, { skuId: sku, pieces: Math.min(all, wanted) })
        if (ids[held] !== undefined) await house.must(holdLot, { lotId: ids[held], reason })
        const from = house.clock.now() + days * day_ms
        const { parts, missing } = await give(house, order, sku, 100, days)
        const rows = await lotsOf(house, [sku])
        const fits = rows.filter((row) => row.state === 'sellable' && row.use_by >= from)
        const got = new Map(parts.map((part) => [part.lotId, part.pieces]))
        const last = Math.max(0, ...parts.map((part) => part.useBy))
        for (const row of fits) if (row.use_by < last) expect(got.get(row.id)).toBe(row.pieces)
        for (const part of parts) expect(fits.map((row) => row.id)).toContain(part.lotId)
        const short = missing.reduce((sum, one) => sum + one.pieces, 0)
        const given = parts.reduce((sum, one) => sum + one.pieces, 0)
        expect(given + short).toBe(Math.min(all, wanted))
        if (short > 0) expect(given).toBe(fits.reduce((sum, row) => sum + row.pieces, 0))
      }),
      { numRuns: process.env['TIANTOU_TEST_DB'] === 'both' ? 15 : 40 },
    )
  })
})
