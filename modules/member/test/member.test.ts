/** What a shopper marked, looked at and bought, on every database. */
import { type Actor, makeId } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { Member } from '../src/contract.ts'
import { memberModule } from '../src/index.ts'
import { readPlace, writePlace } from '../src/rules.ts'

const { mark, unmark, view, forgetView, clearHistory, keepHistory, sweepHistory, eraseUser } = Member.commands
const { recordBought, takeBackBought } = Member.commands
const { favourites, isFavourite, history, bought, ofUser } = Member.queries

interface Goods {
  readonly skuId: string
  readonly productId: string
}

const idOf = (prefix: string) => makeId(prefix, 0, randomBytes(10))
const shopper = (): { actor: Actor } => ({ actor: { kind: 'user', id: idOf('usr'), sessionId: 's' } })
const DAY_MS = 86_400_000

test('A place in a list is read as it was written, and nothing else is one', () => {
  const place = { at: 1_795_000_000_000, id: idOf('prd') }
  expect(readPlace(writePlace(place))).toEqual(place)
  for (const bad of ['', 'x', Buffer.from('1 usr_x').toString('base64url')]) expect(readPlace(bad)).toBeNull()
})

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    const settingsYaml =
      'member: { mostFavourites: 3, historyLength: 4, boughtLength: 3, historyKeeps_d: 10 }'
    house = await open({ modules: [memberModule], options: { settingsYaml } })
  })

  const markedBy = async (by: { actor: Actor }) =>
    (await house.ask(favourites, {}, by)).items.map((item) => item.productId)
  const seenBy = async (by: { actor: Actor }) =>
    (await house.ask(history, {}, by)).items.map((item) => item.productId)

  test('A favourite is marked once, newest first, and taken away again', async () => {
    const [me, other] = [shopper(), shopper()]
    const [one, two] = [idOf('prd'), idOf('prd')]
    await house.must(mark, { productId: one }, me)
    house.clock.advance(5)
    await house.must(mark, { productId: two }, me)
    await house.must(mark, { productId: one }, me)
    expect(await markedBy(me)).toEqual([two, one])
    expect(await house.ask(isFavourite, { productId: one }, me)).toEqual({ marked: true })
    expect(await house.ask(isFavourite, { productId: one }, other)).toEqual({ marked: false })
    await house.must(unmark, { productId: one }, me)
    await house.must(unmark, { productId: one }, me)
    await house.must(unmark, { productId: two }, other)
    expect(await markedBy(me)).toEqual([two])
  })

  test('There is a most, which taking away makes room below', async () => {
    const me = shopper()
    const [one = '', ...rest] = Array.from({ length: 3 }, () => idOf('prd'))
    for (const productId of [one, ...rest]) await house.must(mark, { productId }, me)
    const fourth = { productId: idOf('prd') }
    const full = { code: 'member.too_many_favourites', data: { most: 3 } }
    expect(await house.run(mark, fourth, me)).toMatchObject(full)
    expect(await markedBy(me)).toHaveLength(3)
    await house.must(mark, { productId: one }, me)
    await house.must(unmark, { productId: one }, me)
    await house.must(mark, fourth, me)
    expect(await markedBy(me)).toHaveLength(3)
  })

  test('Eight at once cannot pass the most', async () => {
    const me = shopper()
    const products = Array.from({ length: 8 }, () => idOf('prd'))
    const marked = await Promise.all(products.map((productId) => house.run(mark, { productId }, me)))
    expect(marked.filter((one) => one.ok)).toHaveLength(3)
    expect(await markedBy(me)).toHaveLength(3)
  })

  test('The same key twice marks once', async () => {
    const me = shopper()
    const input = { productId: idOf('prd') }
    await Promise.all([1, 2].map(() => house.must(mark, input, { ...me, key: 'tap-once' })))
    expect(await markedBy(me)).toHaveLength(1)
    await house.must(unmark, input, me)
    const again = { productId: idOf('prd') }
    for (let n = 0; n < 3; n += 1) await house.must(mark, n === 0 ? again : { productId: idOf('prd') }, me)
    expect(await markedBy(me)).toHaveLength(3)
  })

  test('Lists go on where they ended, also among entries of one moment', async () => {
    const me = shopper()
    const products = Array.from({ length: 3 }, () => idOf('prd'))
    for (const productId of products) await house.must(mark, { productId }, me)
    const first = await house.ask(favourites, { limit: 2 }, me)
    const rest = await house.ask(favourites, { limit: 2, cursor: first.next ?? '' }, me)
    expect(rest.next).toBeNull()
    const seen = [...first.items, ...rest.items].map((item) => item.productId)
    expect(seen).toEqual(products.toSorted().toReversed())
    await expect(house.ask(favourites, { cursor: 'nowhere' }, me)).rejects.toThrow('cursor')
  })

  test('A history holds each product once, newest first, as many as it may', async () => {
    const me = shopper()
    const products = Array.from({ length: 6 }, () => idOf('prd'))
    for (const productId of products) {
      house.clock.advance(1)
      expect(await house.must(view, { productId }, me)).toEqual({ kept: true })
    }
    expect(await seenBy(me)).toEqual(products.slice(2).toReversed())
    house.clock.advance(1)
    const third = products[2] ?? ''
    await house.must(view, { productId: third }, me)
    expect(await seenBy(me)).toEqual([third, ...products.slice(3).toReversed()])
    await house.must(forgetView, { productId: third }, me)
    await house.must(forgetView, { productId: third }, me)
    expect(await seenBy(me)).toHaveLength(3)
    await house.must(clearHistory, {}, me)
    expect(await seenBy(me)).toEqual([])
  })

  test('Who keeps no history has none, and may begin again', async () => {
    const me = shopper()
    await house.must(view, { productId: idOf('prd') }, me)
    await house.must(keepHistory, { on: false }, me)
    expect(await house.ask(history, {}, me)).toEqual({ items: [], next: null, on: false })
    expect(await house.must(view, { productId: idOf('prd') }, me)).toEqual({ kept: false })
    expect(await seenBy(me)).toEqual([])
    await house.must(mark, { productId: idOf('prd') }, me)
    await house.must(keepHistory, { on: true }, me)
    await house.must(view, { productId: idOf('prd') }, me)
    expect(await house.ask(history, {}, me)).toMatchObject({ items: [{}], on: true })
    expect(await markedBy(me)).toHaveLength(1)
  })

  test('Old entries are not shown, and go with the sweep', async () => {
    const me = shopper()
    await house.must(view, { productId: idOf('prd') }, me)
    house.clock.advance(10 * DAY_MS)
    expect(await seenBy(me)).toEqual([])
    await house.must(view, { productId: idOf('prd') }, me)
    expect((await house.must(sweepHistory, {})).entries).toBeGreaterThan(0)
    expect((await house.ask(ofUser, { userId: me.actor.id })).history).toHaveLength(1)
  })

  test('What was bought is counted by order, the last first, as much as is remembered', async () => {
    const me = shopper()
    const userId = me.actor.id
    const goods = Array.from({ length: 4 }, () => ({ skuId: idOf('sku'), productId: idOf('prd') }))
    const [first, second, ...rest] = goods as [(typeof goods)[0], (typeof goods)[0], ...typeof goods]
    await house.must(recordBought, { userId, items: [first, first] }, { key: 'order-one' })
    await house.must(recordBought, { userId, items: [first, first] }, { key: 'order-one' })
    house.clock.advance(1)
    await house.must(recordBought, { userId, items: [second] })
    house.clock.advance(1)
    await house.must(recordBought, { userId, items: [first] })
    const lastAt = house.clock.now()
    const { items } = await house.ask(bought, {}, me)
    expect(items).toEqual([
      { ...first, times: 2, lastAt },
      { ...second, times: 1, lastAt: lastAt - 1 },
    ])
    house.clock.advance(1)
    await house.must(recordBought, { userId, items: rest })
    expect((await house.ask(bought, {}, me)).items).toHaveLength(3)
    expect((await house.ask(bought, { limit: 1 }, me)).next).not.toBeNull()
  })

  test('What was called off is not bought, whichever is heard first and however often', async () => {
    const me = shopper()
    const userId = me.actor.id
    const [kept, gone, early] = [1, 2, 3].map(() => ({ skuId: idOf('sku'), productId: idOf('prd') })) as [
      Goods,
      Goods,
      Goods,
    ]
    await house.must(recordBought, { userId, items: [kept] })
    const lastAt = house.clock.now()
    house.clock.advance(1)
    await house.must(recordBought, { userId, items: [gone, kept] }, { key: 'two' })
    for (let time = 0; time < 2; time += 1)
      await house.must(takeBackBought, { userId, items: [kept, gone, gone] }, { key: 'two-off' })
    await house.must(takeBackBought, { userId, items: [early] })
    const shown = [{ ...kept, times: 1, lastAt: lastAt + 1 }]
    expect((await house.ask(bought, {}, me)).items).toEqual(shown)
    expect((await house.ask(ofUser, { userId })).bought).toEqual(shown)
    await house.must(recordBought, { userId, items: [early] })
    expect((await house.ask(bought, {}, me)).items).toEqual(shown)
    house.clock.advance(1)
    await house.must(recordBought, { userId, items: [early] })
    expect((await house.ask(bought, {}, me)).items).toMatchObject([{ ...early, times: 1 }, kept])
  })

  test('A shopper can be exported and forgotten, and nobody else is touched', async () => {
    const [me, other] = [shopper(), shopper()]
    for (const by of [me, other]) {
      await house.must(mark, { productId: idOf('prd') }, by)
      await house.must(view, { productId: idOf('prd') }, by)
      const items = [{ skuId: idOf('sku'), productId: idOf('prd') }]
      await house.must(recordBought, { userId: by.actor.id, items })
    }
    await house.must(keepHistory, { on: true }, me)
    const { id: userId } = me.actor
    expect(await house.ask(ofUser, { userId })).toMatchObject({
      favourites: [{}],
      history: [{}],
      bought: [{}],
      keepsHistory: true,
    })
    await house.must(eraseUser, { userId })
    await house.must(eraseUser, { userId })
    const nothing = { favourites: [], history: [], bought: [], keepsHistory: true }
    expect(await house.ask(ofUser, { userId })).toEqual(nothing)
    expect(await house.ask(ofUser, { userId: other.actor.id })).toMatchObject({ favourites: [{}] })
  })
})
