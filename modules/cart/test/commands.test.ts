/**
 * Every command of module cart on every database, its refusals, and what happens when two tabs do it at once.
 */
import type { Actor, InputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Cart } from '../src/contract.ts'
import { cartModule } from '../src/index.ts'
import { shopper, skuId } from './factory.ts'

const { put, add, remove, take, gather } = Cart.commands

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [cartModule] })
  })

  const linesOf = async (actor: Actor) => (await house.ask(Cart.queries.lines, {}, { actor })).items

  const fill = async (actor: Actor, lines: number): Promise<string[]> => {
    const skus = Array.from({ length: lines }, skuId)
    for (const sku of skus) await house.must(add, { skuId: sku, quantity: 1 }, { actor })
    return skus
  }

  test('Put adds a line and then sets it, also to what it is', async () => {
    const actor = shopper()
    const sku = skuId()
    const addedAt = house.clock.now()
    await house.must(put, { skuId: sku, quantity: 2, selected: true }, { actor })
    await house.must(put, { skuId: sku, quantity: 2, selected: true }, { actor })
    await house.must(put, { skuId: sku, quantity: 5, selected: false }, { actor })
    expect(await linesOf(actor)).toEqual([{ skuId: sku, quantity: 5, selected: false, addedAt }])
  })

  test('Add counts on from what is there and selects the line', async () => {
    const actor = shopper()
    const sku = skuId()
    expect(await house.must(add, { skuId: sku, quantity: 2 }, { actor })).toEqual({ quantity: 2 })
    await house.must(put, { skuId: sku, quantity: 3, selected: false }, { actor })
    expect(await house.must(add, { skuId: sku, quantity: 4 }, { actor })).toEqual({ quantity: 7 })
    expect(await linesOf(actor)).toMatchObject([{ quantity: 7, selected: true }])
  })

  test('What an earlier order held is gathered: twice doubles nothing, and no line is lost', async () => {
    const actor = shopper()
    const [there, more, fresh] = [skuId(), skuId(), skuId()]
    await house.must(put, { skuId: there, quantity: 5, selected: false }, { actor })
    await house.must(put, { skuId: more, quantity: 1, selected: true }, { actor })
    const lines = [
      { skuId: there, quantity: 2 },
      { skuId: more, quantity: 3 },
      { skuId: fresh, quantity: 1 },
    ]
    const input = { userId: actor.id, lines }
    for (let i = 0; i < 2; i += 1) expect(await house.must(gather, input)).toEqual({ left: [] })
    const held = new Map((await linesOf(actor)).map((line) => [line.skuId, [line.quantity, line.selected]]))
    expect(held).toEqual(
      new Map([
        [there, [5, true]],
        [more, [3, true]],
        [fresh, [1, true]],
      ]),
    )
    const full = shopper()
    await fill(full, 99)
    const many = [1, 2].map(() => ({ skuId: skuId(), quantity: 1 }))
    const { left } = await house.must(gather, { userId: full.id, lines: many })
    expect(left).toEqual([many[1]?.skuId])
    expect(await linesOf(full)).toHaveLength(100)
  })

  test('The newest line stands first', async () => {
    const actor = shopper()
    const [first] = await fill(actor, 1)
    house.clock.advance(1)
    const [second] = await fill(actor, 1)
    expect((await linesOf(actor)).map((line) => line.skuId)).toEqual([second, first])
  })

  test('More than 9,999 pieces in a line are refused, and nothing changes', async () => {
    const actor = shopper()
    const sku = skuId()
    await house.must(put, { skuId: sku, quantity: 9_998, selected: true }, { actor })
    const before = await linesOf(actor)
    expect(await house.run(add, { skuId: sku, quantity: 2 }, { actor })).toMatchObject({
      ok: false,
      code: 'cart.too_many_pieces',
    })
    expect(await linesOf(actor)).toEqual(before)
    expect(await house.must(add, { skuId: sku, quantity: 1 }, { actor })).toEqual({ quantity: 9_999 })
  })

  test('The hundred and first line is refused, by put and by add, and nothing changes', async () => {
    const actor = shopper()
    const [first = ''] = await fill(actor, 100)
    const before = await linesOf(actor)
    const full = { ok: false, code: 'cart.cart_full' }
    const another = { skuId: skuId(), quantity: 1 }
    expect(await house.run(put, { ...another, selected: true }, { actor })).toMatchObject(full)
    expect(await house.run(add, another, { actor })).toMatchObject(full)
    expect(await linesOf(actor)).toEqual(before)
    await house.must(remove, { skuId: first }, { actor })
    await house.must(put, { ...another, selected: true }, { actor })
    expect(await linesOf(actor)).toHaveLength(100)
  })

  test('Two tabs cannot both add the hundredth line, by put or by add', async () => {
    for (const door of [put, add]) {
      const actor = shopper()
      await fill(actor, 95)
      const line = () => ({ skuId: skuId(), quantity: 1, ...(door === put ? { selected: true } : {}) })
      const results = await Promise.all(
        Array.from({ length: 10 }, () => house.run(door, line() as InputOf<typeof put>, { actor })),
      )
      expect(results.filter((result) => result.ok)).toHaveLength(5)
      expect(await linesOf(actor)).toHaveLength(100)
    }
  })

  test('Parallel adds of one SKU make one line and lose no piece', async () => {
    const actor = shopper()
    const sku = skuId()
    await Promise.all(
      Array.from({ length: 10 }, () => house.must(add, { skuId: sku, quantity: 3 }, { actor })),
    )
    expect(await linesOf(actor)).toMatchObject([{ skuId: sku, quantity: 30 }])
  })

  test('Take removes what was ordered from one cart only; what is not there is fine', async () => {
    const [mine, theirs] = [shopper(), shopper()]
    const [one = '', two = '', three = ''] = await fill(mine, 3)
    await house.must(add, { skuId: one, quantity: 1 }, { actor: theirs })
    await house.must(take, { userId: mine.id, skuIds: [one, three, skuId()] })
    await house.must(take, { userId: mine.id, skuIds: [] })
    expect((await linesOf(mine)).map((line) => line.skuId)).toEqual([two])
    expect((await linesOf(theirs)).map((line) => line.skuId)).toEqual([one])
  })

  test('Remove of what is not in the cart is fine, and never touches another cart', async () => {
    const [mine, theirs] = [shopper(), shopper()]
    const [sku = ''] = await fill(mine, 1)
    await house.must(remove, { skuId: sku }, { actor: theirs })
    expect(await linesOf(mine)).toHaveLength(1)
  })

  test('A repeated key adds once', async () => {
    const actor = shopper()
    const input = { skuId: skuId(), quantity: 2 }
    await Promise.all([1, 2, 3].map(() => house.must(add, input, { actor, key: 'tap-1' })))
    expect(await linesOf(actor)).toMatchObject([{ quantity: 2 }])
  })
})
