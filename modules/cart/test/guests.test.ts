/** Carts of guests: their own, brought along at the sign-in, thrown away when nobody comes back. */
import type { Actor } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Cart } from '../src/contract.ts'
import { cartModule } from '../src/index.ts'
import { guestKeeps_ms, maxLines } from '../src/rules.ts'
import { guest, shopper, skuId } from './factory.ts'

const { add, merge, sweepGuests } = Cart.commands

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [cartModule] })
  })

  const linesOf = async (actor: Actor) => (await house.ask(Cart.queries.lines, {}, { actor })).items
  const held = async (actor: Actor) =>
    new Map((await linesOf(actor)).map(({ skuId: sku, quantity }) => [sku, quantity]))
  const fill = async (actor: Actor, lines: number) => {
    for (let n = 0; n < lines; n += 1) await house.must(add, { skuId: skuId(), quantity: 1 }, { actor })
  }

  test('Each guest has a cart of their own', async () => {
    const [one, other] = [guest(), guest()]
    const sku = skuId()
    await house.must(add, { skuId: sku, quantity: 2 }, { actor: one })
    expect(await linesOf(one)).toMatchObject([{ skuId: sku, quantity: 2 }])
    expect(await linesOf(other)).toEqual([])
  })

  test('At the sign-in it goes over to the shopper, and merging again changes nothing', async () => {
    const [device, actor] = [guest(), shopper()]
    const [both, theirs, mine] = [skuId(), skuId(), skuId()]
    await house.must(add, { skuId: both, quantity: 3 }, { actor: device })
    await house.must(add, { skuId: theirs, quantity: 1 }, { actor: device })
    await house.must(add, { skuId: both, quantity: 2 }, { actor })
    await house.must(add, { skuId: mine, quantity: 4 }, { actor })
    const merging = { guest: device.id }
    expect(await house.must(merge, merging, { actor, key: 'merge-01' })).toEqual({ added: 1, left: 0 })
    const after = new Map([
      [both, 3],
      [theirs, 1],
      [mine, 4],
    ])
    expect(await held(actor)).toEqual(after)
    expect(await linesOf(device)).toEqual([])
    expect(await house.must(merge, merging, { actor, key: 'merge-01' })).toEqual({ added: 1, left: 0 })
    expect(await house.must(merge, merging, { actor })).toEqual({ added: 0, left: 0 })
    expect(await held(actor)).toEqual(after)
  })

  test('What finds no room stays with the guest, and nothing is lost', async () => {
    const [device, actor] = [guest(), shopper()]
    await fill(actor, maxLines - 1)
    await fill(device, 3)
    expect(await house.must(merge, { guest: device.id }, { actor })).toEqual({ added: 1, left: 2 })
    expect(await linesOf(actor)).toHaveLength(maxLines)
    expect(await linesOf(device)).toHaveLength(2)
  })

  test('Two sign-ins at once bring it over once', async () => {
    const [device, actor] = [guest(), shopper()]
    await fill(device, 5)
    const merged = await Promise.all([1, 2, 3].map(() => house.must(merge, { guest: device.id }, { actor })))
    expect(merged.reduce((sum, { added }) => sum + added, 0)).toBe(5)
    expect(await linesOf(actor)).toHaveLength(5)
    expect(await linesOf(device)).toEqual([])
  })

  test('Who does not come back for thirty days finds an empty cart; shoppers keep theirs', async () => {
    const [gone, here, actor] = [guest(), guest(), shopper()]
    await fill(gone, 2)
    await fill(actor, 1)
    house.clock.advance(guestKeeps_ms + 1)
    await fill(here, 1)
    const { lines } = await house.must(sweepGuests, {})
    expect(lines).toBeGreaterThanOrEqual(2)
    expect(await linesOf(gone)).toEqual([])
    expect(await linesOf(here)).toHaveLength(1)
    expect(await linesOf(actor)).toHaveLength(1)
  })

  test('A key of one guest never answers another', async () => {
    const [one, other] = [guest(), guest()]
    const input = { skuId: skuId(), quantity: 2 }
    await house.must(add, input, { actor: one, key: 'the-same-key' })
    await house.must(add, input, { actor: other, key: 'the-same-key' })
    expect(await linesOf(one)).toHaveLength(1)
    expect(await linesOf(other)).toHaveLength(1)
  })
})
