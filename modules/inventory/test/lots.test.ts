/** Lots held and recalled, counts that two people decide, weight that goes, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Inventory } from '../src/contract.ts'
import { inventoryModule } from '../src/index.ts'
import { bought, give, keeper, leftOf, lotsFor, skuId } from './factory.ts'
import { placesOf, soFar } from './rows.ts'

const { release, holdLot, releaseLot, recallLot, count, decideCount, shrink, writeOff, moveLot, expireLots } =
  Inventory.commands
const { nameSupplier } = Inventory.commands
const aSupplier = () => skuId().replace('sku', 'sup')
const day_ms = 86_400_000
const reason = '抽检农残'

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [inventoryModule] })
  })

  test('A held lot is not sold or packed until it is released; a recalled one never again', async () => {
    const sku = skuId()
    const [lot = '', other] = await lotsFor(house, sku, [3, 2], [2, 5])
    const order = await bought(house, { skuId: sku, pieces: 4 })
    await give(house, order, sku, 4)
    const events = await soFar(house)
    await house.must(holdLot, { lotId: lot, reason })
    expect(await events.since()).toContainEqual([
      'inventory.lot_stopped',
      { lotId: lot, skuId: sku, recalled: false },
    ])
    expect(await leftOf(house, sku)).toBe(-2)
    expect(await give(house, order, sku, 4)).toMatchObject({
      parts: [{ lotId: other, pieces: 1 }],
      missing: [{ skuId: sku, pieces: 2 }],
    })
    const { lots, promised } = await house.ask(Inventory.queries.stockOf, { skuId: sku })
    expect([promised, ...lots.map((one) => one.held)]).toEqual([4, true, false])
    const held = { code: 'inventory.wrong_state', data: { state: 'held' } }
    expect(await house.run(holdLot, { lotId: lot, reason })).toMatchObject(held)
    await house.must(releaseLot, { lotId: lot, reason: '合格' })
    expect(await leftOf(house, sku)).toBe(1)
    const free = { code: 'inventory.wrong_state', data: { state: 'sellable' } }
    expect(await house.run(releaseLot, { lotId: lot, reason })).toMatchObject(free)
    await house.must(recallLot, { lotId: lot, reason })
    const gone = { code: 'inventory.wrong_state', data: { state: 'recalled' } }
    expect(await house.run(releaseLot, { lotId: lot, reason })).toMatchObject(gone)
    expect(await house.run(recallLot, { lotId: lot, reason })).toMatchObject(gone)
    const none = { code: 'inventory.no_such_lot' }
    const nowhere = { lotId: 'lot_00000000000000000000000000', reason }
    for (const command of [holdLot, releaseLot, recallLot])
      expect(await house.run(command, nowhere)).toMatchObject(none)
    const whole = await house.ask(Inventory.queries.lot, { lotId: lot })
    expect(whole.history.map((step) => step.to)).toEqual(['held', 'sellable', 'recalled'])
    expect(whole).toMatchObject({
      state: 'recalled',
      places: [{ location: 'main', pieces: 3, allocated: 0 }],
    })
    expect(await house.ask(Inventory.queries.lotFacts, { lotId: lot })).toMatchObject({ state: 'recalled' })
    expect(await house.ask(Inventory.queries.lotFacts, { lotId: nowhere.lotId })).toBeNull()
  })

  test('A lot knows from whom it came, and the lots of one supplier are found, newest first', async () => {
    const sku = skuId()
    const [first = '', second = '', own = ''] = await lotsFor(house, sku, [3, 2], [2, 5], [1, 5])
    const [supplierId, other] = [aSupplier(), aSupplier()]
    const named = { lotId: first, supplierId }
    await house.must(nameSupplier, named, { key: 'named' })
    await house.must(nameSupplier, named, { key: 'named' })
    await house.must(nameSupplier, named)
    await house.must(nameSupplier, { lotId: second, supplierId })
    const nowhere = { lotId: 'lot_00000000000000000000000000', supplierId }
    expect(await house.run(nameSupplier, nowhere)).toMatchObject({ code: 'inventory.no_such_lot' })
    const supplierOf = async (lotId: string) => (await house.ask(Inventory.queries.lot, { lotId })).supplierId
    expect([await supplierOf(first), await supplierOf(own)]).toEqual([supplierId, null])
    await house.must(recallLot, { lotId: first, reason })
    const { lotsFrom } = Inventory.queries
    const page = await house.ask(lotsFrom, { supplierId, limit: 1 })
    expect(page).toMatchObject({ items: [{ lotId: second, skuId: sku, state: 'sellable', pieces: 2 }] })
    const rest = await house.ask(lotsFrom, { supplierId, limit: 1, cursor: page.next ?? '' })
    expect(rest).toMatchObject({ items: [{ lotId: first, state: 'recalled' }], next: null })
    expect((await house.ask(lotsFrom, { supplierId: other })).items).toEqual([])
  })

  test('What a recalled lot holds can be written off; what can be sold stays as it is', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [3, 2], [2, 5])
    await house.must(recallLot, { lotId: lot, reason })
    await house.must(writeOff, { lotId: lot, location: 'main', pieces: 3, reason: 'other' })
    expect(await leftOf(house, sku)).toBe(2)
  })

  test('What is allocated is neither written off, nor moved, nor counted away, nor expired', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [30, 2])
    await house.must(Inventory.commands.addLocation, { code: `c-${lot.slice(-8)}`, name: '冷库' })
    const order = await bought(house, { skuId: sku, pieces: 20 })
    await give(house, order, sku, 20)
    const at = { lotId: lot, location: 'main' }
    const no = { code: 'inventory.allocated', data: { free: 10 } }
    const off = { ...at, pieces: 11, reason: 'spoiled' } as const
    expect(await house.run(writeOff, off)).toMatchObject(no)
    const to = `c-${lot.slice(-8)}`
    expect(await house.run(moveLot, { lotId: lot, from: 'main', to, pieces: 11 })).toMatchObject(no)
    expect(await house.run(count, { ...at, pieces: 19, grams: 1 })).toMatchObject(no)
    const far = { lotId: lot, location: 'main', pieces: 2, grams: 900 }
    const { countId } = await house.must(count, far, { actor: keeper('stf_1') })
    const { items } = await house.ask(Inventory.queries.counts, {})
    expect(items.at(-1)).toMatchObject({ countId, difference: -28, by: 'staff:stf_1' })
    const decide = { countId: countId ?? '', accept: true }
    const self = { actor: keeper('stf_1') }
    expect(await house.run(decideCount, decide, self)).toMatchObject({ code: 'inventory.same_person' })
    expect(await house.run(decideCount, decide, { actor: keeper('stf_2') })).toMatchObject(no)
    await house.must(decideCount, { ...decide, accept: false }, { actor: keeper('stf_2') })
    const over = { code: 'inventory.decided' }
    expect(await house.run(decideCount, decide, { actor: keeper('stf_2') })).toMatchObject(over)
    house.clock.advance(3 * day_ms)
    await house.must(expireLots, {})
    expect((await placesOf(house, [sku])).map((place) => place.pieces)).toEqual([20])
  })

  test('A large difference takes effect when a second person says so', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [30, 2])
    const more = { lotId: lot, location: 'main', pieces: 60, grams: 31_000 }
    const { countId, difference } = await house.must(count, more, { actor: keeper('stf_1') })
    expect([difference, await leftOf(house, sku)]).toEqual([30, 30])
    await house.must(writeOff, { lotId: lot, location: 'main', pieces: 1, reason: 'lost' })
    const decide = { countId: countId ?? '', accept: true }
    await house.must(decideCount, decide, { actor: keeper('stf_2') })
    expect(await leftOf(house, sku)).toBe(59)
    const none = { countId: 'cnt_00000000000000000000000000', accept: true }
    expect(await house.run(decideCount, none)).toMatchObject({ code: 'inventory.no_such_count' })
    const less = { lotId: lot, location: 'main', pieces: 0, grams: 0 }
    const second = await house.must(count, less, { actor: keeper('stf_1') })
    await house.must(writeOff, { lotId: lot, location: 'main', pieces: 9, reason: 'lost' })
    const late = { countId: second.countId ?? '', accept: true }
    expect(await house.run(decideCount, late)).toMatchObject({
      code: 'inventory.not_so_much',
      data: { pieces: 50 },
    })
    const order = await bought(house, { skuId: sku, pieces: 5 })
    expect(await leftOf(house, sku)).toBe(45)
    const third = await house.must(count, { ...less, pieces: 2 }, { actor: keeper('stf_1') })
    const promised = { code: 'inventory.promised', data: { available: 45 } }
    expect(await house.run(decideCount, { countId: third.countId ?? '', accept: true })).toMatchObject(
      promised,
    )
    await house.must(release, { orderId: order })
  })

  test('Weight goes without pieces: trimmed or dried, never more than lies there', async () => {
    const sku = skuId()
    const [lot = ''] = await lotsFor(house, sku, [4, 2])
    const at = { lotId: lot, location: 'main', reason: 'trimmed' } as const
    expect(await house.must(shrink, { ...at, grams: 300, note: '去叶' })).toEqual({ leftGrams: 1_700 })
    const no = { code: 'inventory.not_so_heavy', data: { grams: 1_700 } }
    expect(await house.run(shrink, { ...at, grams: 1_701 })).toMatchObject(no)
    const nowhere = { ...at, lotId: 'lot_00000000000000000000000000', grams: 1 }
    expect(await house.run(shrink, nowhere)).toMatchObject({ code: 'inventory.no_such_lot' })
    expect(await leftOf(house, sku)).toBe(4)
  })
})
