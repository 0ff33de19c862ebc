/** Following changes: in an order that misses nothing, whoever commits when. */
import type { OutputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Products } from '../src/contract.ts'
import { productModule } from '../src/index.ts'
import { aProduct, aSku, onSale } from './factory.ts'

const { create, change, changeSku, putOnSale, takeOffSale } = Products.commands
type Changes = OutputOf<typeof Products.queries.changes>
const START = { no: -1, id: '' }

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [productModule] })
  })

  const ask = (after = START, limit = 100) => house.ask(Products.queries.changes, { after, limit })
  const placeOf = (items: Changes['items']) => {
    const last = items.at(-1)
    return last === undefined ? START : { no: last.changeNo, id: last.productId }
  }

  test('Every change of a product moves it to the end, a draft too', async () => {
    const { productId } = await house.must(create, aProduct())
    const { productId: other } = await onSale(house)
    const first = await ask()
    expect(first.items.map((item) => [item.productId, item.state])).toEqual([
      [productId, 'draft'],
      [other, 'on_sale'],
    ])
    expect(first.lastNo).toBe(3)
    expect(first.items[0]).not.toHaveProperty('story')
    let place = placeOf(first.items)
    const step = async (work: () => Promise<unknown>) => {
      await work()
      const { items } = await ask(place)
      expect(items.map((item) => item.productId)).toEqual([productId])
      place = placeOf(items)
      return items[0]
    }
    await step(() => house.must(putOnSale, { productId }))
    const { skus: _skus, ...fields } = aProduct({ title: '另一个' })
    const changed = await step(() => house.must(change, { ...fields, productId, version: 2 }))
    expect(changed?.title).toBe('另一个')
    const skuId = changed?.skus[0]?.skuId ?? ''
    const sku = { ...aSku({ priceFen: 1 }), productId, skuId, version: 3 }
    expect((await step(() => house.must(changeSku, sku)))?.skus[0]?.pieceFen).toBe(1)
    expect((await step(() => house.must(takeOffSale, { productId })))?.state).toBe('off_sale')
    expect((await ask(place)).items).toEqual([])
  })

  test('What is refused takes no number', async () => {
    const { productId } = await onSale(house)
    const { lastNo } = await ask()
    expect(await house.run(putOnSale, { productId })).toMatchObject({ code: 'product.wrong_state' })
    expect((await ask()).lastNo).toBe(lastNo)
  })

  test('Who follows while others write misses nothing and sees no number twice', async () => {
    let writing = true
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let i = 0; i < 8; i += 1) await onSale(house, { title: `第${writer}号的第${i}个` })
    })
    const done = Promise.all(writers).then(() => {
      writing = false
    })
    const seen = new Map<string, number>()
    const follow = async (place: typeof START) => {
      const { items } = await ask(place, 5)
      for (const item of items)
        seen.set(item.productId, Math.max(item.changeNo, seen.get(item.productId) ?? 0))
      return { place: items.length === 0 ? place : placeOf(items), more: items.length > 0 }
    }
    let place = START
    while (writing) {
      ;({ place } = await follow(place))
      // On SQLite a question is answered within its turn, and writers want one too.
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
    await done
    for (let more = true; more;) ({ place, more } = await follow(place))
    const all = await ask(START, 500)
    expect(all.items).toHaveLength(48)
    expect(new Set(all.items.map((item) => item.changeNo)).size).toBe(48)
    for (const item of all.items) expect(seen.get(item.productId)).toBe(item.changeNo)
  })
})
