/** Search over HTTP: what the feed brings in, what is refused, and a rebuild that nobody notices. */
import { Products } from '@tiantou/product/contract'
import { Search } from '@tiantou/search/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { leftOf, placeOrder } from './sale.ts'

const by = (key: string) => ({ actor: { kind: 'system', id: 'test' } as const, key })

eachPlatform((_name, open) => {
  let it_: TestPlatform
  const find = (query: string) => it_.as().get(`/search?${query}`)
  const titles = async (q: string) =>
    must(await find(`q=${encodeURIComponent(q)}`)).items.map((item: { title: string }) => item.title)

  beforeAll(async () => {
    it_ = await open()
    await until(
      () => it_.as().get('/search'),
      ({ status, body }) => status === 200 && body.total >= 10,
    )
  })

  test('demo products are found by characters, synonyms, pinyin, letters and near misses', async () => {
    for (const q of ['脐橙', 'qicheng', '赣南脐橙', '江西 橙子', 'qcheng'])
      expect(await titles(q)).toContain('赣南脐橙')
    for (const q of ['西红柿', 'fanqie', '寿光西红柿']) expect(await titles(q)).toContain('寿光番茄')
    const near = must(await find(`q=${encodeURIComponent('赣南脐登')}`))
    expect(near).toMatchObject({ corrected: '赣南脐橙' })
    expect(near.items[0]).toMatchObject({
      title: '赣南脐橙',
      category: 'fruit',
      band: 'plenty',
      inSeason: expect.any(Boolean),
    })
    const { items } = must(await it_.as().get('/search/suggest?q=qc'))
    expect(items).toContain('脐橙')
  })

  test('filters, facets and pages', async () => {
    const all = must(await find('limit=60'))
    const fruit = must(await find('category=fruit&sort=price_up&limit=2'))
    expect(fruit.items).toHaveLength(2)
    expect(fruit.facets.category.find((one: { value: string }) => one.value === 'fruit').count).toBe(
      fruit.total,
    )
    expect(fruit.facets.category.length).toBe(all.facets.category.length)
    const next = must(await find(`category=fruit&sort=price_up&limit=2&cursor=${fruit.next}`))
    expect(next.items[0].pieceFen).toBeGreaterThanOrEqual(fruit.items[1].pieceFen)
    const { items } = must(await find('minFen=1000&maxFen=3000&inStock=true&storageClass=ambient'))
    for (const card of items) {
      expect(card.pieceFen).toBeGreaterThanOrEqual(1_000)
      expect(card.pieceFen).toBeLessThanOrEqual(3_000)
      expect(card.storageClass).toBe('ambient')
    }
  })

  test.each([
    [`q=${'a'.repeat(61)}`, '/q'],
    ['minFen=500&maxFen=400', '/maxFen'],
    ['minFen=-1', '/minFen'],
    ['maxFen=1e3', '/maxFen'],
    ['cursor=abc', '/cursor'],
    ['limit=61', '/limit'],
    ['sort=cheapest', '/sort'],
    ['inStock=yes', '/inStock'],
    ['colour=red', '/colour'],
  ])('a bad question is refused by field: %s', async (query, pointer) => {
    const { status, body } = await find(query)
    expect(status).toBe(400)
    expect(body.code).toBe('platform.bad_input')
    expect(JSON.stringify(body)).toContain(`"${pointer}"`)
  })

  test('a cursor of another order, and suggestions for nothing, are refused', async () => {
    const { next } = must(await find('limit=1&sort=newest'))
    expect((await find(`limit=1&sort=price_up&cursor=${next}`)).status).toBe(400)
    expect((await it_.as().get('/search/suggest?q=')).status).toBe(400)
    expect((await it_.as().get('/search/suggest')).status).toBe(400)
  })

  describe('what changes', () => {
    test('is found as it is now', async () => {
      const { items } = must(await find(`q=${encodeURIComponent('番茄')}`))
      const [{ productId }] = items
      await it_.platform.house.run(Products.commands.takeOffSale, { productId }, by('off-sale-1'))
      await until(
        () => titles('番茄'),
        (seen) => !seen.includes('寿光番茄'),
      )
      await it_.platform.house.run(Products.commands.putOnSale, { productId }, by('on-sale-1'))
      const back = await until(
        () => titles('番茄'),
        (seen) => seen.includes('寿光番茄'),
      )
      expect(back).toContain('寿光番茄')
    })

    test('sold out is out of stock soon', async () => {
      const { items } = must(await find(`q=${encodeURIComponent('草莓')}&inStock=true`))
      const [{ skuId }] = items
      const isIt = (card: { skuId: string }) => card.skuId === skuId
      const shopper = await it_.shopper()
      for (let left = await leftOf(shopper, skuId); left > 0; left -= Math.min(left, 6))
        await placeOrder(shopper, skuId, Math.min(left, 6))
      const still = async () => must(await find(`q=${encodeURIComponent('草莓')}&inStock=true`)).items
      await until(still, (seen) => !seen.some(isIt))
      expect((await still()).some(isIt)).toBe(false)
    })
  })

  test('staff have the index made anew; it answers all the while, and who did it is written', async () => {
    expect((await it_.as().post('/staff/search/rebuild')).status).toBe(401)
    const staff = await it_.staff()
    const before = must(await staff.get('/staff/search'))
    const { generation } = must(await staff.post('/staff/search/rebuild'))
    expect(generation).toBe(before.generation + 1)
    let asked = 0
    await until(
      async () => {
        asked += 1
        expect((await find('q=pingguo')).status).toBe(200)
        return must(await staff.get('/staff/search'))
      },
      (status) => status.generation === generation && !status.rebuilding,
    )
    expect(asked).toBeGreaterThan(0)
    expect(must(await staff.get('/staff/search')).products).toBe(before.products)
    const audit = await it_.platform.house.corridor.database
      .reader('platform', true)
      .selectFrom('platform_audit')
      .selectAll()
      .where('op', '=', Search.commands.rebuild.name)
      .execute()
    expect(audit).toMatchObject([{ verdict: 'done' }])
  })
})
