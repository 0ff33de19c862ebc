/** Locations, write-offs, counts, moves, use-by dates and low marks on every database, with each refusal. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Inventory } from '../src/contract.ts'
import { inventoryModule } from '../src/index.ts'
import { aLot, leftOf, orderId, skuId } from './factory.ts'
import { movementsOf, placesOf, soFar } from './rows.ts'

const { receiveLot, reserve, release, writeOff, count, moveLot, addLocation, setLowAt, expireLots } =
  Inventory.commands
const minute_ms = 60_000

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [inventoryModule] })
    await house.must(addLocation, { code: 'cold', name: '冷库' })
  })

  const stockedLot = async (pieces: number) => {
    const sku = skuId()
    const { lotId } = await house.must(receiveLot, aLot(house, sku, pieces))
    return { sku, lotId, at: { lotId, location: 'main' } }
  }
  const promise = async (sku: string, pieces: number) => {
    const order = orderId()
    const expiresAt = house.clock.now() + 15 * minute_ms
    await house.must(reserve, { orderId: order, expiresAt, lines: [{ skuId: sku, pieces }] })
    return order
  }
  const at = async (sku: string) =>
    new Map((await placesOf(house, [sku])).map((place) => [place.location, [place.pieces, place.weight_g]]))

  test('A location is added once; a lot goes where it is told, and nowhere unknown', async () => {
    const taken = { code: 'inventory.location_exists' }
    expect(await house.run(addLocation, { code: 'cold', name: '另一个' })).toMatchObject(taken)
    const { items } = await house.ask(Inventory.queries.locations, {})
    expect(items).toEqual([
      { code: 'cold', name: '冷库' },
      { code: 'main', name: '主仓' },
    ])
    const sku = skuId()
    await house.must(receiveLot, { ...aLot(house, sku, 4), location: 'cold' })
    expect(await at(sku)).toEqual(new Map([['cold', [4, 2_000]]]))
    const nowhere = { ...aLot(house, sku, 4), location: 'moon' }
    expect(await house.run(receiveLot, nowhere)).toMatchObject({ code: 'inventory.no_such_location' })
    expect(await leftOf(house, sku)).toBe(4)
  })

  test('What is written off cannot be sold, and stands there with its reason and by whom', async () => {
    const { sku, at: place } = await stockedLot(10)
    house.clock.advance(1)
    const off = { ...place, pieces: 3, reason: 'spoiled', note: '压坏' } as const
    const actor = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions: ['inventory.keep'] } as const
    const key = { key: 'off-1', actor }
    expect(await house.must(writeOff, off, key)).toEqual({ left: 7 })
    expect(await house.must(writeOff, off, key)).toEqual({ left: 7 })
    expect(await leftOf(house, sku)).toBe(7)
    const { items } = await house.ask(Inventory.queries.movements, { skuId: sku })
    expect(items[0]).toMatchObject({
      kind: 'written_off',
      pieces: -3,
      grams: -1_500,
      reason: 'spoiled',
      note: '压坏',
      by: 'staff:stf_1',
    })
  })

  test('More than lies there, or than is free of promises, is not written off', async () => {
    const { sku, at: place } = await stockedLot(10)
    await promise(sku, 8)
    const off = (pieces: number) => house.run(writeOff, { ...place, pieces, reason: 'lost' as const })
    expect(await off(11)).toMatchObject({ code: 'inventory.not_so_much', data: { pieces: 10 } })
    expect(await off(3)).toMatchObject({ code: 'inventory.promised', data: { available: 2 } })
    const gone = { lotId: 'lot_00000000000000000000000000', location: 'main', pieces: 1 }
    expect(await house.run(writeOff, { ...gone, reason: 'lost' })).toMatchObject({
      code: 'inventory.no_such_lot',
    })
    expect(await leftOf(house, sku)).toBe(2)
    expect(await movementsOf(house, sku)).toHaveLength(1)
  })

  test('A count sets what lies there and what can be sold, up and down, also where nothing lay', async () => {
    const { sku, lotId, at: place } = await stockedLot(10)
    expect(await house.must(count, { ...place, pieces: 8, grams: 3_900 })).toEqual({
      difference: -2,
      countId: null,
    })
    expect(await house.must(count, { ...place, pieces: 8, grams: 3_900 })).toEqual({
      difference: 0,
      countId: null,
    })
    const cold = { lotId, location: 'cold' }
    expect(await house.must(count, { ...cold, pieces: 5, grams: 2_500 })).toEqual({
      difference: 5,
      countId: null,
    })
    expect(await leftOf(house, sku)).toBe(13)
    expect(await at(sku)).toEqual(
      new Map([
        ['main', [8, 3_900]],
        ['cold', [5, 2_500]],
      ]),
    )
    expect(await house.must(count, { ...cold, pieces: 0, grams: 9 })).toEqual({
      difference: -5,
      countId: null,
    })
    expect((await at(sku)).has('cold')).toBe(false)
    await promise(sku, 8)
    const less = { code: 'inventory.promised', data: { available: 0 } }
    expect(await house.run(count, { ...place, pieces: 7, grams: 1 })).toMatchObject(less)
    const moon = { lotId, location: 'moon', pieces: 1, grams: 1 }
    expect(await house.run(count, moon)).toMatchObject({ code: 'inventory.no_such_location' })
  })

  test('A move changes where it lies and nothing else', async () => {
    const { sku, lotId } = await stockedLot(10)
    const move = (from: string, to: string, pieces: number) => house.run(moveLot, { lotId, from, to, pieces })
    expect(await move('main', 'cold', 3)).toMatchObject({ ok: true })
    expect(await at(sku)).toEqual(
      new Map([
        ['main', [7, 3_500]],
        ['cold', [3, 1_500]],
      ]),
    )
    expect(await leftOf(house, sku)).toBe(10)
    expect(await move('main', 'main', 1)).toMatchObject({ code: 'inventory.same_place' })
    expect(await move('main', 'moon', 1)).toMatchObject({ code: 'inventory.no_such_location' })
    const tooMuch = { code: 'inventory.not_so_much', data: { pieces: 3 } }
    expect(await move('cold', 'main', 4)).toMatchObject(tooMuch)
    const lots = await house.ask(Inventory.queries.stockOf, { skuId: sku })
    expect(lots).toMatchObject({ available: 10, promised: 0, lots: [{}, {}] })
  })

  test('What passes its use-by date leaves stock, but for what orders wait for', async () => {
    const sku = skuId()
    const soon = { ...aLot(house, sku, 10), useBy: house.clock.now() + minute_ms }
    await house.must(receiveLot, soon)
    await house.must(receiveLot, aLot(house, sku, 5))
    const order = await promise(sku, 6)
    house.clock.advance(2 * minute_ms)
    await house.must(expireLots, {})
    // Nine of the fifteen were free, and all of them are not more than what is past.
    expect(await leftOf(house, sku)).toBe(0)
    const expired = (await movementsOf(house, sku)).filter((row) => row.kind === 'expired')
    expect(expired).toMatchObject([{ pieces: -9, weight_g: -4_500, reason: '' }])
    await house.must(release, { orderId: order })
    await house.must(expireLots, {})
    expect(await leftOf(house, sku)).toBe(5)
    expect(await house.must(expireLots, {})).toEqual({ pieces: 0 })
  })

  test('Low is told once on the way down, by the house’s mark or the SKU’s own', async () => {
    const { sku } = await stockedLot(100)
    const events = await soFar(house)
    const told = async () =>
      (await events.since()).flatMap(([name, data]) => (name === 'inventory.low_stock' ? [data] : []))
    await promise(sku, 89)
    expect(await told()).toEqual([])
    await promise(sku, 1)
    expect(await told()).toEqual([{ skuId: sku, available: 10, lowAt: 10 }])
    await promise(sku, 1)
    expect(await told()).toEqual([])
    const other = (await stockedLot(100)).sku
    await house.must(setLowAt, { skuId: other, lowAt: 60 })
    await promise(other, 39)
    expect(await told()).toEqual([])
    await promise(other, 1)
    expect(await told()).toEqual([{ skuId: other, available: 60, lowAt: 60 }])
    const never = { code: 'inventory.no_such_stock' }
    expect(await house.run(setLowAt, { skuId: skuId(), lowAt: 1 })).toMatchObject(never)
    const { items } = await house.ask(Inventory.queries.stock, { limit: 100 })
    expect(items.find((item) => item.skuId === other)).toMatchObject({ lowAt: 60, isLow: true })
  })

  test('Lists of stock and of movements go page by page, whole and without repeats', async () => {
    const { sku, at: place } = await stockedLot(9)
    for (const pieces of [1, 2]) {
      house.clock.advance(1)
      await house.must(writeOff, { ...place, pieces, reason: 'other' })
    }
    const first = await house.ask(Inventory.queries.movements, { skuId: sku, limit: 2 })
    const rest = await house.ask(Inventory.queries.movements, { skuId: sku, cursor: first.next ?? '' })
    expect([...first.items, ...rest.items].map((row) => row.pieces)).toEqual([-2, -1, 9])
    expect(rest.next).toBeNull()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await house.ask(Inventory.queries.stock, {
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      })
      seen.push(...page.items.map((item) => item.skuId))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual([...new Set(seen)].toSorted())
    expect(seen).toContain(sku)
  })
})
