/** Every command and query of module product on every database, with its refusals. */
import type { Actor } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { Products } from '../src/contract.ts'
import { productModule } from '../src/index.ts'
import { aProduct, aSku, noProductId, noSkuId, onSale } from './factory.ts'

const { create, change, changeSku, putOnSale, takeOffSale } = Products.commands
const { cards, get, skus } = Products.queries
const editor: Actor = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions: ['product.write'] }

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [productModule] })
  })

  const snapshot = async (skuId: string) => (await house.ask(skus, { skuIds: [skuId] })).items[0]

  test('A draft is seen by nobody; on sale it is whole, with computed prices', async () => {
    const input = aProduct({
      story: '<b>树上熟</b>的桃子',
      seasonMonths: [8, 7, 7],
      skus: [aSku(), aSku({ spec: '按斤称', priceMode: 'weight', priceFen: 1_980, nominalG: 2_350 })],
    })
    const { productId, skuIds } = await house.must(create, input, { actor: editor })
    expect(await house.ask(get, { productId })).toBeNull()
    await house.must(putOnSale, { productId }, { actor: editor })
    const { skus: _skus, ...fields } = input
    const plain = { leastPerOrder: 1, step: 1, grade: null, size: '', pack: '' }
    expect(await house.ask(get, { productId })).toEqual({
      ...fields,
      productId,
      image: 'peach.jpg',
      story: '树上熟的桃子',
      details: '',
      geographicalIndication: null,
      extra: [],
      seasonMonths: [7, 8],
      shelfLifeDays: 10,
      documents: ['commitment'],
      state: 'on_sale',
      version: 2,
      skus: [
        { ...input.skus[0], ...plain, skuId: skuIds[0], pieceFen: 5_980, perJinFen: 1_196 },
        { ...input.skus[1], ...plain, skuId: skuIds[1], pieceFen: 4_653, perJinFen: 990 },
      ],
    })
  })

  test('A tolerance that is too wide is refused with its place, and nothing is made', async () => {
    const bad = aProduct({ skus: [aSku(), aSku({ toleranceMinusG: 2_500 })] })
    const refused = { ok: false, code: 'product.tolerance_too_wide', data: { index: 1 } }
    expect(await house.run(create, bad)).toMatchObject(refused)
    const rows = await house.database
      .reader('product', true)
      .selectFrom('product_product')
      .selectAll()
      .execute()
    expect(rows.filter((row) => row['state'] === 'draft')).toEqual([])
  })

  test('On sale, off, on again; what stands there already is refused and keeps its version', async () => {
    const { productId } = await house.must(create, aProduct())
    const wrong = { ok: false, code: 'product.wrong_state' }
    expect(await house.run(takeOffSale, { productId })).toMatchObject(wrong)
    await house.must(putOnSale, { productId })
    expect(await house.run(putOnSale, { productId })).toMatchObject(wrong)
    await house.must(takeOffSale, { productId })
    expect(await house.run(takeOffSale, { productId })).toMatchObject(wrong)
    await house.must(putOnSale, { productId })
    expect(await house.ask(get, { productId })).toMatchObject({ state: 'on_sale', version: 4 })
    const gone = { ok: false, code: 'product.no_such_product' }
    expect(await house.run(putOnSale, { productId: noProductId() })).toMatchObject(gone)
    expect(await house.run(takeOffSale, { productId: noProductId() })).toMatchObject(gone)
  })

  test('Every step is in the history, with who took it', async () => {
    const { productId } = await house.must(create, aProduct(), { actor: editor })
    house.clock.advance(1)
    await house.must(putOnSale, { productId }, { actor: editor })
    const history = await house.database
      .reader('product', true)
      .selectFrom('product_history')
      .selectAll()
      .where('subject_id', '=', productId)
      .orderBy('at')
      .execute()
    expect(history).toMatchObject([
      { transition: 'create', to_state: 'draft', actor_id: 'stf_1' },
      { transition: 'putOnSale', to_state: 'on_sale', actor_id: 'stf_1' },
    ])
  })

  test('Two people change one product: the second is refused, and the first change stays', async () => {
    const { productId } = await onSale(house)
    const { skus: _skus, ...fields } = aProduct()
    const edit = (title: string) => house.run(change, { ...fields, productId, version: 2, title })
    const results = await Promise.all([edit('甲'), edit('乙')])
    expect(results.filter((result) => result.ok)).toEqual([{ ok: true, value: { version: 3 } }])
    expect(results.find((result) => !result.ok)).toMatchObject({
      code: 'product.changed_meanwhile',
      data: { version: 3 },
    })
    expect((await house.ask(get, { productId }))?.title).toBe(results[0]?.ok === true ? '甲' : '乙')
    const missing = house.run(change, { ...fields, productId: noProductId(), version: 1 })
    expect(await missing).toMatchObject({ code: 'product.no_such_product' })
  })

  test('A price changes at once, and counts the product up; refusals change nothing', async () => {
    const { productId, skuIds } = await onSale(house)
    const { productId: other } = await onSale(house)
    const skuId = skuIds[0] ?? ''
    const wanted = { ...aSku({ priceFen: 4_980 }), productId, skuId, version: 2 }
    const refusals = [
      await house.run(changeSku, { ...wanted, version: 1 }),
      await house.run(changeSku, { ...wanted, productId: other }),
      await house.run(changeSku, { ...wanted, productId: noProductId() }),
      await house.run(changeSku, { ...wanted, tolerancePlusG: 2_500 }),
    ]
    expect(refusals.map((result) => (result.ok ? '' : result.code))).toEqual([
      'product.changed_meanwhile',
      'product.no_such_sku',
      'product.no_such_product',
      'product.tolerance_too_wide',
    ])
    expect(await snapshot(skuId)).toMatchObject({ priceFen: 5_980, productVersion: 2 })
    expect(await house.ask(get, { productId: other })).toMatchObject({ version: 2 })
    expect(await house.must(changeSku, wanted)).toEqual({ version: 3 })
    expect(await snapshot(skuId)).toMatchObject({ priceFen: 4_980, pieceFen: 4_980, productVersion: 3 })
  })

  test('Snapshots come in the order asked for, once each, without unknown ones', async () => {
    const { productId, skuIds } = await onSale(house, { skus: [aSku(), aSku({ spec: '10斤装' })] })
    const { skuIds: drafted } = await house.must(create, aProduct())
    const [one = '', two = '', draft = ''] = [...skuIds, ...drafted]
    const { items } = await house.ask(skus, { skuIds: [two, noSkuId(), draft, one, two] })
    expect(items.map((item) => [item.skuId, item.onSale])).toEqual([
      [two, true],
      [draft, false],
      [one, true],
    ])
    expect(items[0]).toMatchObject({ productId, productVersion: 2, title: '阳山水蜜桃', image: 'peach.jpg' })
    await house.must(takeOffSale, { productId })
    expect(await snapshot(one)).toMatchObject({ onSale: false, productVersion: 3 })
    expect(await house.ask(skus, { skuIds: [] })).toEqual({ items: [] })
  })
})

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [productModule] })
  })

  const make = async (count: number, over: Parameters<typeof aProduct>[0]) => {
    const ids: string[] = []
    for (let i = 0; i < count; i += 1) {
      house.clock.advance(1)
      ids.unshift((await onSale(house, over)).productId)
    }
    return ids
  }

  test('Cards: in season first, then newest, page by page, nothing twice and nothing lost', async () => {
    const inSeason = await make(3, { seasonMonths: [7] })
    const outOfSeason = await make(2, { seasonMonths: [12] })
    const laterInSeason = await make(2, { seasonMonths: [6, 7] })
    await house.must(create, aProduct())
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await house.ask(cards, { limit: 2, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.items.map((card) => card.productId))
      if (page.next === null) break
      cursor = page.next
    }
    expect(seen).toEqual([...laterInSeason, ...inSeason, ...outOfSeason])
  })

  test('A card shows the first SKU; other categories, drafts and withdrawn products have none', async () => {
    const skusOfTwo = [aSku({ spec: '第一' }), aSku({ spec: '第二' })]
    const { skuIds } = await onSale(house, { skus: skusOfTwo })
    const { productId: tea } = await onSale(house, { category: 'tea', seasonMonths: [] })
    const fruit = await house.ask(cards, { category: 'fruit' })
    expect(fruit).toMatchObject({
      items: [{ skuId: skuIds[0], spec: '第一', origin: '江苏 惠山区', inSeason: true, perJinFen: 1_196 }],
      next: null,
    })
    expect((await house.ask(cards, {})).items).toHaveLength(2)
    await house.must(takeOffSale, { productId: tea })
    expect((await house.ask(cards, { category: 'tea' })).items).toEqual([])
  })

  test('What is no cursor is refused as bad input', async () => {
    await expect(house.ask(cards, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'platform.bad_input',
      fields: [{ pointer: '/cursor' }],
    })
  })

  test('Known cards come as asked, withdrawn ones named, drafts and strangers left out', async () => {
    const [one, two] = [await onSale(house), await onSale(house, { title: '另一个' })]
    const draft = await house.must(Products.commands.create, aProduct())
    await house.must(Products.commands.takeOffSale, { productId: one.productId })
    const productIds = [two.productId, noProductId(), draft.productId, one.productId]
    const { items } = await house.ask(Products.queries.known, { productIds })
    expect(items).toMatchObject([
      { productId: two.productId, title: '另一个', onSale: true },
      { productId: one.productId, skuId: one.skuIds[0], onSale: false },
    ])
    expect(await house.ask(Products.queries.known, { productIds: [] })).toEqual({ items: [] })
  })
})
