/** Every command of module inventory on every database, its refusals, and the bands it announces. */
import { system } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Inventory } from '../src/contract.ts'
import { inventoryModule } from '../src/index.ts'
import { aLot, leftOf, orderId, skuId, stocked } from './factory.ts'
import { movementsOf, reservationsOf, soFar } from './rows.ts'

const { receiveLot, reserve, release, commit, dispatch, expireHolds } = Inventory.commands
const minute_ms = 60_000

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [inventoryModule] })
  })

  const hold = async (lines: { skuId: string; pieces: number }[]): Promise<string> => {
    const order = orderId()
    await house.must(reserve, { orderId: order, expiresAt: house.clock.now() + 15 * minute_ms, lines })
    return order
  }

  test('A lot received can be sold, and is told of', async () => {
    const sku = skuId()
    const events = await soFar(house)
    const lot = aLot(house, sku, 50)
    const { lotId } = await house.must(receiveLot, lot)
    const { items } = await house.ask(Inventory.queries.availability, { skuIds: [sku, skuId()] })
    expect(items).toMatchObject([
      { skuId: sku, available: 50, band: 'plenty', harvestedAt: lot.harvestedAt, lotNo: lot.lotNo },
      { available: 0, band: 'none', harvestedAt: null, lotNo: null },
    ])
    expect(new Map(await events.since())).toEqual(
      new Map<string, unknown>([
        ['inventory.band_changed', { skuId: sku, band: 'plenty' }],
        ['inventory.lot_received', { lotId, skuId: sku, pieces: 50 }],
      ]),
    )
    expect(await movementsOf(house, sku)).toMatchObject([{ kind: 'received', lot_id: lotId, pieces: 50 }])
  })

  test('A lot number twice for one SKU is refused; for another SKU it is another lot', async () => {
    const sku = skuId()
    const lot = aLot(house, sku, 5)
    await house.must(receiveLot, lot)
    expect(await house.run(receiveLot, lot)).toMatchObject({ ok: false, code: 'inventory.lot_exists' })
    expect(await leftOf(house, sku)).toBe(5)
    expect(await movementsOf(house, sku)).toHaveLength(1)
    await house.must(receiveLot, { ...lot, skuId: skuId() })
  })

  test('A lot that is past is refused, and nothing changes', async () => {
    const sku = skuId()
    const lot = aLot(house, sku, 5)
    const past = { ok: false, code: 'inventory.already_past' }
    expect(await house.run(receiveLot, { ...lot, useBy: house.clock.now() })).toMatchObject(past)
    expect(await house.run(receiveLot, { ...lot, harvestedAt: lot.useBy + 1 })).toMatchObject(past)
    expect(await leftOf(house, sku)).toBe(0)
    expect(await movementsOf(house, sku)).toEqual([])
  })

  test('A reservation that cannot be whole is refused with its SKU, and holds nothing', async () => {
    const [much, little] = [await stocked(house, 30), await stocked(house, 3)]
    const order = orderId()
    const lines = [
      { skuId: much, pieces: 10 },
      { skuId: little, pieces: 4 },
    ]
    const events = await soFar(house)
    const refused = { code: 'inventory.out_of_stock', data: { skuId: little, asked: 4 } }
    const expiresAt = house.clock.now() + minute_ms
    expect(await house.run(reserve, { orderId: order, expiresAt, lines })).toMatchObject(refused)
    const unknown = [{ skuId: skuId(), pieces: 1 }]
    const gone = { code: 'inventory.out_of_stock' }
    expect(await house.run(reserve, { orderId: order, expiresAt, lines: unknown })).toMatchObject(gone)
    expect([await leftOf(house, much), await leftOf(house, little)]).toEqual([30, 3])
    expect(await reservationsOf(house, order)).toEqual([])
    expect(await events.since()).toEqual([])
  })

  test('A SKU that stands twice in the lines is held once, for both', async () => {
    const sku = await stocked(house, 30)
    const line = { skuId: sku, pieces: 2 }
    const order = await hold([line, line])
    expect(await leftOf(house, sku)).toBe(26)
    expect(await reservationsOf(house, order)).toMatchObject([{ line_no: 1, pieces: 4, state: 'held' }])
  })

  test('Bands are told when they change, on the way down and on the way up', async () => {
    const sku = await stocked(house, 25)
    const events = await soFar(house)
    const told = async () =>
      (await events.since())
        .map(([name, payload]) => ({ name, payload }))
        .filter(({ name }) => name === 'inventory.band_changed')
    const changed = (band: string) => [{ name: 'inventory.band_changed', payload: { skuId: sku, band } }]
    const first = await hold([{ skuId: sku, pieces: 4 }])
    expect(await told()).toEqual([])
    const second = await hold([{ skuId: sku, pieces: 1 }])
    expect(await told()).toEqual(changed('few'))
    const third = await hold([{ skuId: sku, pieces: 20 }])
    expect(await told()).toEqual(changed('none'))
    await house.must(release, { orderId: second })
    expect(await told()).toEqual(changed('few'))
    await house.must(release, { orderId: third })
    expect(await told()).toEqual(changed('plenty'))
    await house.must(release, { orderId: first })
    expect(await told()).toEqual([])
  })

  test('Release gives back what the order holds, once', async () => {
    const [one, two] = [await stocked(house, 10), await stocked(house, 10)]
    const order = await hold([
      { skuId: one, pieces: 1 },
      { skuId: two, pieces: 2 },
    ])
    const other = await hold([{ skuId: one, pieces: 3 }])
    expect(await house.must(release, { orderId: order })).toEqual({ lines: 2 })
    expect(await house.must(release, { orderId: order })).toEqual({ lines: 0 })
    expect(await house.must(release, { orderId: orderId() })).toEqual({ lines: 0 })
    expect([await leftOf(house, one), await leftOf(house, two)]).toEqual([7, 10])
    expect(await reservationsOf(house, other)).toMatchObject([{ state: 'held' }])
  })

  test('What is paid is sold once, and given back when it is called off; then it is not sold', async () => {
    const sku = await stocked(house, 10)
    const paid = await hold([{ skuId: sku, pieces: 2 }])
    expect(await house.must(commit, { orderId: paid })).toEqual({ lines: 1 })
    expect(await house.must(commit, { orderId: paid })).toEqual({ lines: 0 })
    expect(await leftOf(house, sku)).toBe(8)
    expect(await house.must(release, { orderId: paid })).toEqual({ lines: 1 })
    expect(await house.must(release, { orderId: paid })).toEqual({ lines: 0 })
    expect(await leftOf(house, sku)).toBe(10)
    expect(await house.must(dispatch, { orderId: paid })).toEqual({ lines: 0 })
    const late = await hold([{ skuId: sku, pieces: 2 }])
    await house.must(release, { orderId: late })
    expect(await house.must(commit, { orderId: late })).toEqual({ lines: 0 })
    expect(await leftOf(house, sku)).toBe(10)
  })

  test('What is shipped leaves the lots that expire first, once, and is written down', async () => {
    const sku = skuId()
    const soon = { ...aLot(house, sku, 3), useBy: house.clock.now() + minute_ms }
    const { lotId: later } = await house.must(receiveLot, aLot(house, sku, 10))
    const { lotId: first } = await house.must(receiveLot, soon)
    const order = await hold([{ skuId: sku, pieces: 5 }])
    expect(await house.must(dispatch, { orderId: order })).toEqual({ lines: 0 })
    await house.must(commit, { orderId: order })
    expect(await house.must(dispatch, { orderId: order })).toEqual({ lines: 1 })
    expect(await house.must(dispatch, { orderId: order })).toEqual({ lines: 0 })
    const gone = (await movementsOf(house, sku)).filter((row) => row.kind === 'dispatched')
    expect(new Map(gone.map((row) => [row.lot_id, [row.pieces, row.weight_g]]))).toEqual(
      new Map([
        [first, [-3, -1_500]],
        [later, [-2, -1_000]],
      ]),
    )
    expect(gone.every((row) => row.order_id === order)).toBe(true)
    expect(await leftOf(house, sku)).toBe(8)
  })

  test('Holds long past their expiry are freed by the job, and only these', async () => {
    const sku = await stocked(house, 10)
    const late = await hold([{ skuId: sku, pieces: 1 }])
    const paid = await hold([{ skuId: sku, pieces: 2 }])
    await house.must(commit, { orderId: paid })
    house.clock.advance(16 * minute_ms)
    const fresh = await hold([{ skuId: sku, pieces: 3 }])
    await house.house.jobs.runDue()
    expect(await reservationsOf(house, late)).toMatchObject([{ state: 'held' }])
    house.clock.advance(15 * minute_ms)
    await house.house.jobs.runDue()
    expect(await reservationsOf(house, late)).toMatchObject([{ state: 'released' }])
    expect(await reservationsOf(house, paid)).toMatchObject([{ state: 'sold' }])
    expect(await reservationsOf(house, fresh)).toMatchObject([{ state: 'held' }])
    expect(await leftOf(house, sku)).toBe(5)
    const before = house.clock.now() - 3_600_000
    expect(await house.must(expireHolds, { before }, { actor: system('test') })).toEqual({ orders: 0 })
  })

  test('A repeated key reserves once', async () => {
    const sku = await stocked(house, 10)
    const input = { orderId: orderId(), expiresAt: house.clock.now() + 1, lines: [{ skuId: sku, pieces: 1 }] }
    await Promise.all([1, 2, 3].map(() => house.must(reserve, input, { key: 'checkout-1' })))
    expect(await leftOf(house, sku)).toBe(9)
  })
})
