/** The tree of categories on every database: who inherits what, what cannot be, and products that follow. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Products } from '../src/contract.ts'
import { BITE } from '../src/follow-rules.ts'
import { productModule } from '../src/index.ts'
import { aCategory, aPlainProduct, aProduct, onSale } from './factory.ts'

const { create, createCategory, changeCategory, moveCategory, retireCategory } = Products.commands
const { cards, categories, staffCategories, staffGet, version } = Products.queries

const ALL = {
  storageClass: 'frozen' as const,
  shelfLifeDays: 9,
  claimWindowHours: 6,
  documents: ['quarantine' as const],
}

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [productModule] })
  })

  const add = (...given: Parameters<typeof aCategory>) => house.must(createCategory, aCategory(...given))
  const codeOf = async (run: Promise<{ ok: boolean }>) => {
    const result = (await run) as { ok: true } | { ok: false; code: string }
    return result.ok ? 'ok' : result.code
  }
  const staffView = async (code: string) => {
    const { items } = await house.ask(staffCategories, {})
    return items.find((item) => item.code === code)
  }
  const change = async (code: string, rules: Parameters<typeof aCategory>[2]) => {
    const now = await staffView(code)
    const { name, position } = aCategory(code, null)
    const own = { ...aCategory(code, null).rules, ...rules }
    return house.must(changeCategory, { code, version: now?.version ?? 0, name, position, rules: own })
  }

  test('The eight roots are there from the start, in their order', async () => {
    const { items } = await house.ask(categories, {})
    expect(items.map((item) => [item.code, item.name])).toEqual([
      ['fruit', '水果'],
      ['vegetable', '蔬菜'],
      ['mushroom', '菌菇'],
      ['grain', '粮油'],
      ['egg', '禽蛋'],
      ['meat', '肉类'],
      ['seafood', '水产'],
      ['tea', '茶'],
    ])
  })

  test('What a category does not say, its nearest ancestor says; parents stand before children', async () => {
    await add('berry', 'fruit', { storageClass: 'chilled', shelfLifeDays: 5 })
    await add('blueberry', 'berry', { documents: [] })
    expect(await staffView('blueberry')).toMatchObject({
      depth: 3,
      own: { storageClass: null, shelfLifeDays: null, claimWindowHours: null, documents: [] },
      rules: { storageClass: 'chilled', shelfLifeDays: 5, claimWindowHours: 48, documents: [] },
    })
    const { items } = await house.ask(categories, {})
    expect(items.slice(0, 4).map((item) => item.code)).toEqual(['fruit', 'berry', 'blueberry', 'vegetable'])
  })

  test('Products take the rules of their category, unless they say it themselves', async () => {
    await add('berry', 'fruit', ALL)
    const { productId } = await house.must(create, aPlainProduct({ category: 'berry' }))
    const { productId: own } = await house.must(create, aProduct({ category: 'berry' }))
    expect(await house.ask(staffGet, { productId })).toMatchObject({
      ...ALL,
      own: { storageClass: null, claimWindowHours: null },
    })
    expect(await house.ask(staffGet, { productId: own })).toMatchObject({
      ...ALL,
      storageClass: 'chilled',
      claimWindowHours: 24,
    })
  })

  test('Products follow a changed rule at once, in a version of its own; the old one stays', async () => {
    await add('berry', 'fruit')
    await add('blueberry', 'berry')
    const { productId } = await house.must(create, aPlainProduct({ category: 'blueberry' }))
    const { productId: own } = await house.must(create, aProduct({ category: 'blueberry' }))
    const { productId: other } = await house.must(create, aPlainProduct({ category: 'tea' }))
    await change('berry', { storageClass: 'frozen' })
    expect(await house.ask(staffGet, { productId })).toMatchObject({ version: 2, storageClass: 'frozen' })
    expect(await house.ask(staffGet, { productId: own })).toMatchObject({
      version: 1,
      storageClass: 'chilled',
    })
    expect(await house.ask(staffGet, { productId: other })).toMatchObject({ version: 1 })
    const before = await house.ask(version, { productId, version: 1 })
    const after = await house.ask(version, { productId, version: 2 })
    expect([before, after].map((one) => one.product.storageClass)).toEqual(['ambient', 'frozen'])
  })

  test('More products than one commit takes follow by the timer', async () => {
    await add('berry', 'fruit')
    const made = Array.from({ length: BITE + 5 }, () =>
      house.must(create, aPlainProduct({ category: 'berry' })),
    )
    await Promise.all(made)
    await change('berry', { claimWindowHours: 3 })
    const late = async () => {
      const rows = await house.database
        .reader('product', true)
        .selectFrom('product_product')
        .select(['id', 'claim_window_h'])
        .execute()
      return rows.filter((row) => row['claim_window_h'] !== 3).length
    }
    expect(await late()).toBe(5)
    expect(await house.ask(Products.queries.rulesDue, {})).toEqual({ due: true })
    house.clock.advance(10_000)
    await house.house.jobs.runDue()
    expect(await late()).toBe(0)
    expect(await house.ask(Products.queries.rulesDue, {})).toEqual({ due: false })
  })

  test('The catalogue of a category holds what is below it too', async () => {
    await add('berry', 'fruit')
    await add('blueberry', 'berry')
    const { productId } = await onSale(house, { category: 'blueberry' })
    const { productId: fruit } = await onSale(house, { category: 'fruit' })
    const idsIn = async (category: string) =>
      (await house.ask(cards, { category })).items.map((card) => card.productId).toSorted()
    expect(await idsIn('fruit')).toEqual([productId, fruit].toSorted())
    expect(await idsIn('berry')).toEqual([productId])
    expect(await idsIn('berr')).toEqual([])
    expect(await idsIn('tea')).toEqual([])
    await house.must(moveCategory, { code: 'berry', parent: 'tea', position: 0 })
    expect(await idsIn('fruit')).toEqual([fruit])
    expect(await idsIn('tea')).toEqual([productId])
  })

  test('Circles, depths, open roots, taken codes and parents that are none are refused', async () => {
    await add('a2', 'fruit')
    await add('a3', 'a2')
    await add('a4', 'a3')
    await add('b2', 'tea')
    await add('b3', 'b2')
    expect([
      await codeOf(house.run(createCategory, aCategory('a5', 'a4'))),
      await codeOf(house.run(createCategory, aCategory('a4', 'fruit'))),
      await codeOf(house.run(createCategory, aCategory('a5', 'nowhere'))),
      await codeOf(house.run(createCategory, aCategory('root', null, { ...ALL, documents: null }))),
      await codeOf(house.run(createCategory, aCategory('root', null, { ...ALL, documents: [] }))),
      await codeOf(house.run(moveCategory, { code: 'a2', parent: 'a4', position: 0 })),
      await codeOf(house.run(moveCategory, { code: 'a2', parent: 'a2', position: 0 })),
      await codeOf(house.run(moveCategory, { code: 'b2', parent: 'a3', position: 0 })),
      await codeOf(house.run(moveCategory, { code: 'b2', parent: null, position: 0 })),
      await codeOf(house.run(moveCategory, { code: 'nobody', parent: null, position: 0 })),
      await codeOf(house.run(moveCategory, { code: 'b2', parent: 'nobody', position: 0 })),
    ]).toEqual([
      'product.too_deep',
      'product.category_exists',
      'product.no_such_category',
      'product.root_needs_rules',
      'ok',
      'product.circle',
      'product.circle',
      'product.too_deep',
      'product.root_needs_rules',
      'product.unknown_category',
      'product.no_such_category',
    ])
  })

  test('Only an empty category retires; nobody names it after that, and its code stays taken', async () => {
    await add('berry', 'fruit')
    await add('blueberry', 'berry')
    await house.must(create, aProduct({ category: 'blueberry' }))
    const retire = (code: string) => house.run(retireCategory, { code })
    expect(await retire('berry')).toMatchObject({ data: { children: 1, hasProducts: false } })
    expect(await retire('blueberry')).toMatchObject({ data: { children: 0, hasProducts: true } })
    await add('empty', 'fruit')
    expect(await retire('empty')).toMatchObject({ ok: true })
    expect(await codeOf(retire('empty'))).toBe('product.unknown_category')
    const refused = { ok: false, code: 'product.no_such_category', data: { category: 'empty' } }
    expect(await house.run(create, aProduct({ category: 'empty' }))).toMatchObject(refused)
    expect(await codeOf(house.run(createCategory, aCategory('empty', 'tea')))).toBe('product.category_exists')
    const { items } = await house.ask(categories, {})
    expect(items.map((item) => item.code)).not.toContain('empty')
    expect(await staffView('empty')).toMatchObject({ state: 'retired' })
  })

  test('Two editors at one category: the second is told', async () => {
    const { rules } = aCategory('fruit', null, ALL)
    const input = { code: 'fruit', version: 1, position: 0, rules }
    await house.must(changeCategory, { ...input, name: '鲜果' })
    expect(await house.run(changeCategory, { ...input, name: '水果店' })).toMatchObject({
      code: 'product.category_changed_meanwhile',
      data: { version: 2 },
    })
    expect((await house.ask(categories, {})).items[0]?.name).toBe('鲜果')
  })

  test('Two movers at once make no circle, and a retiring category gets no product', async () => {
    await add('x', 'fruit')
    await add('y', 'fruit')
    const moves = await Promise.all([
      house.run(moveCategory, { code: 'x', parent: 'y', position: 0 }),
      house.run(moveCategory, { code: 'y', parent: 'x', position: 0 }),
    ])
    expect(moves.filter((move) => move.ok)).toHaveLength(1)
    await add('z', 'fruit')
    const [made, retired] = await Promise.all([
      house.run(create, aProduct({ category: 'z' })),
      house.run(retireCategory, { code: 'z' }),
    ])
    expect([made.ok, retired.ok].filter(Boolean)).toHaveLength(1)
    // In a circle they would hang below no root, and be missing.
    expect((await house.ask(staffCategories, {})).items).toHaveLength(11)
  })
})
