/** Bulk changes, versions, extension fields, priced lines, and input that cannot be, on every database. */
import { type Actor, parseYuan } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { Products } from '../src/contract.ts'
import { productModule } from '../src/index.ts'
import { aProduct, aSku, type NewProduct, noProductId, noSkuId, onSale } from './factory.ts'

const { addSku, change, changeMany, changeSku, create, takeOffSale } = Products.commands
const { get, priced, staffGet, staffList, version } = Products.queries
const editor: Actor = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions: ['product.write'] }

const SETTINGS = `product:
  extraFields:
    - { name: sugar, label: 糖度, type: number, limit: 30 }
    - { name: motto, label: 口号, type: text, limit: 4 }
    - { name: organic, label: 有机, type: boolean }
    - { name: ripeness, label: 成熟度, type: choice, choices: [七成, 八成] }
`

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [productModule], options: { settingsYaml: SETTINGS } })
  })
  const codeOf = async (run: Promise<{ ok: boolean }>) => {
    const result = (await run) as { ok: true } | { ok: false; code: string }
    return result.ok ? 'ok' : result.code
  }

  describe('Bulk', () => {
    test('Each change is done or refused by itself, in order, under one key', async () => {
      const one = await onSale(house)
      const two = await onSale(house, { skus: [aSku(), aSku({ spec: '10斤装' })] })
      const [skuId = '', other = ''] = two.skuIds
      const price = (productId: string, sku: string, priceFen: number, at?: number) => ({
        change: 'price' as const,
        productId,
        skuId: sku,
        priceFen,
        ...(at === undefined ? {} : { version: at }),
      })
      const items = [
        price(two.productId, skuId, 100),
        price(two.productId, other, 200, 3),
        price(two.productId, other, 300, 3),
        price(two.productId, one.skuIds[0] ?? '', 100),
        price(noProductId(), skuId, 100),
        price(one.productId, one.skuIds[0] ?? '', 99_999_999),
        { change: 'off_sale' as const, productId: one.productId },
        { change: 'off_sale' as const, productId: one.productId },
        { change: 'on_sale' as const, productId: noProductId() },
      ]
      const by = { actor: editor, key: 'bulk-1' }
      const answer = await house.must(changeMany, { items }, by)
      expect(answer.done).toBe(3)
      expect(answer.items.map((item) => item.no ?? item.version)).toEqual([
        3,
        4,
        'changed_meanwhile',
        'no_such_sku',
        'no_such_product',
        'price_out_of_bounds',
        3,
        'wrong_state',
        'no_such_product',
      ])
      expect(await house.must(changeMany, { items }, by)).toEqual(answer)
      const product = await house.ask(staffGet, { productId: two.productId })
      expect(product.skus.map((sku) => sku.priceFen)).toEqual([100, 200])
      expect(product.version).toBe(4)
      const prices = await Promise.all(
        [2, 3, 4].map(async (at) => {
          const kept = await house.ask(version, { productId: two.productId, version: at })
          return kept.product.skus.map((sku) => sku.priceFen)
        }),
      )
      expect(prices).toEqual([
        [5_980, 5_980],
        [100, 5_980],
        [100, 200],
      ])
    })

    test('200 in one call, not 201', async () => {
      const made = await Promise.all(Array.from({ length: 200 }, () => house.must(create, aProduct())))
      const items = made.map(({ productId }) => ({ change: 'on_sale' as const, productId }))
      const one = { change: 'on_sale' as const, productId: noProductId() }
      await expect(house.run(changeMany, { items: [...items, one] })).rejects.toThrow('not fit')
      expect(await house.must(changeMany, { items }, { actor: editor })).toMatchObject({ done: 200 })
    })
  })

  describe('Versions', () => {
    test('Every change leaves one; what it was stays as it was', async () => {
      const { productId, skuIds } = await onSale(house, { title: '甲' })
      const { skus: _skus, ...fields } = aProduct({ title: '乙' })
      await house.must(change, { ...fields, productId, version: 2 })
      await house.must(changeSku, { ...aSku({ priceFen: 1 }), productId, skuId: skuIds[0] ?? '', version: 3 })
      await house.must(addSku, { ...aSku({ spec: '新' }), productId, version: 4 })
      await house.must(takeOffSale, { productId })
      const seen = await Promise.all(
        [1, 2, 3, 4, 5, 6].map(async (at) => {
          const { product } = await house.ask(version, { productId, version: at })
          return [product.version, product.title, product.state, product.skus.map((sku) => sku.priceFen)]
        }),
      )
      expect(seen).toEqual([
        [1, '甲', 'draft', [5_980]],
        [2, '甲', 'on_sale', [5_980]],
        [3, '乙', 'on_sale', [5_980]],
        [4, '乙', 'on_sale', [1]],
        [5, '乙', 'on_sale', [1, 5_980]],
        [6, '乙', 'off_sale', [1, 5_980]],
      ])
      const { product: last } = await house.ask(version, { productId, version: 6 })
      expect(last).toEqual(await house.ask(staffGet, { productId }))
      const missing = house.ask(version, { productId, version: 7 })
      await expect(missing).rejects.toThrow('no_such_version')
    })
  })

  describe('Staff', () => {
    test('The list holds drafts, newest first, by state and category, page by page', async () => {
      const ids: string[] = []
      for (let i = 0; i < 3; i += 1) {
        house.clock.advance(1)
        ids.unshift((await house.must(create, aProduct({ category: 'seafood' }))).productId)
      }
      const input = { category: 'seafood', state: 'draft' as const, limit: 2 }
      const first = await house.ask(staffList, input)
      const second = await house.ask(staffList, { ...input, cursor: first.next ?? '' })
      expect([...first.items, ...second.items].map((item) => item.productId)).toEqual(ids)
      expect(second.next).toBeNull()
      expect((await house.ask(staffList, { ...input, state: 'on_sale' })).items).toEqual([])
    })
  })

  describe('What a product says', () => {
    test('All of it comes back: pictures, indication, rich text, extension fields, grades', async () => {
      const { productId } = await onSale(house, {
        images: ['a.jpg', 'b.jpg'],
        geographicalIndication: { name: '阳山水蜜桃', number: 'AGI00001' },
        details: '<p onclick="x()">树上<script>alert(1)</script><b>熟</b></p>',
        extra: { ripeness: '八成', sugar: 14.5, organic: false },
        skus: [
          aSku({ grade: 'special', size: '单果 250 g 起', pack: '一果一托', leastPerOrder: 2, step: 2 }),
        ],
      })
      expect(await house.ask(get, { productId })).toMatchObject({
        image: 'a.jpg',
        images: ['a.jpg', 'b.jpg'],
        geographicalIndication: { name: '阳山水蜜桃', number: 'AGI00001' },
        details: '<p>树上<b>熟</b></p>',
        extra: [
          { name: 'sugar', label: '糖度', value: 14.5 },
          { name: 'organic', label: '有机', value: false },
          { name: 'ripeness', label: '成熟度', value: '八成' },
        ],
        skus: [{ grade: 'special', size: '单果 250 g 起', pack: '一果一托', leastPerOrder: 2, step: 2 }],
      })
    })

    test.each([
      ['colour', { colour: 'red' }, 'unknown'],
      ['constructor', { constructor: 'x' }, 'unknown'],
      ['sugar', { sugar: '14' }, 'type'],
      ['sugar', { sugar: 31 }, 'limit'],
      ['motto', { motto: '五个字太长' }, 'limit'],
      ['organic', { organic: 1 }, 'type'],
      ['ripeness', { ripeness: '九成' }, 'choice'],
    ] as const)('Extension field %s is refused by name: %o', async (field, extra, why) => {
      const refused = { code: 'product.extra_unfit', data: { field, why } }
      expect(await house.run(create, aProduct({ extra }))).toMatchObject(refused)
      const { productId } = await house.must(create, aProduct())
      const { skus: _skus, ...fields } = aProduct({ extra })
      expect(await house.run(change, { ...fields, productId, version: 1 })).toMatchObject(refused)
    })

    test.each([
      ['tolerance_too_wide', { toleranceMinusG: 2_500 }],
      ['tolerance_too_wide', { tolerancePlusG: 2_501 }],
      ['limits_cross', { leastPerOrder: 11 }],
      ['jin_is_500_g', { sellUnit: 'jin' as const }],
      ['price_out_of_bounds', { priceFen: 10_000_001 }],
      ['price_out_of_bounds', { priceMode: 'weight' as const, priceFen: 4_000_001 }],
      [
        'price_out_of_bounds',
        { priceMode: 'weight' as const, priceFen: 1, nominalG: 1, toleranceMinusG: 0, tolerancePlusG: 0 },
      ],
    ])('No SKU can be so: %s', async (code, over) => {
      const bad = aProduct({ skus: [aSku(), aSku(over)] })
      expect(await house.run(create, bad)).toMatchObject({ code: `product.${code}`, data: { index: 1 } })
      const { productId, skuIds } = await house.must(create, aProduct())
      const at = { ...aSku(over), productId, version: 1 }
      expect(await codeOf(house.run(changeSku, { ...at, skuId: skuIds[0] ?? '' }))).toBe(`product.${code}`)
      expect(await codeOf(house.run(addSku, at))).toBe(`product.${code}`)
    })

    const badSkus = {
      'a negative price': { priceFen: -1 },
      'a price of nothing': { priceFen: 0 },
      'half a fen': { priceFen: 0.5 },
      'a price as text': { priceFen: '100' },
      'an endless price': { priceFen: 1e300 },
      'no weight': { nominalG: 0 },
      'half a gram': { nominalG: 2_500.5 },
      'a negative tolerance': { toleranceMinusG: -1 },
      'no most': { maxPerOrder: 0 },
      'a huge most': { maxPerOrder: 10_000 },
      'a step of nothing': { step: 0 },
      'half a step': { step: 0.5 },
      'a negative least': { leastPerOrder: -1 },
      'another unit': { sellUnit: 'kg' },
      'another grade': { grade: 'best' },
    }
    const badProducts = {
      'no picture': { images: [] },
      'ten pictures': { images: Array.from({ length: 10 }, () => 'a.jpg') },
      'a month of none': { seasonMonths: [13] },
      'a category that is no code': { category: 'Fruit!' },
      'an indication without a name': { geographicalIndication: { name: ' ' } },
      'a rich text too long': { details: '桃'.repeat(20_001) },
      'an extension that is a list': { extra: { sugar: [1] } },
    }
    const bad: [string, unknown][] = [
      ...Object.entries(badSkus).map(([what, over]): [string, unknown] => [
        what,
        { skus: [{ ...aSku(), ...over }] },
      ]),
      ...Object.entries(badProducts),
    ]
    test.each(bad)('Bad input does not come in: %s', async (_what, over) => {
      const input = { ...aProduct(), ...(over as Partial<NewProduct>) }
      await expect(house.run(create, input)).rejects.toThrow('product.create was sent what does not fit')
    })

    test('A category that does not exist is refused by name', async () => {
      const refused = { code: 'product.no_such_category', data: { category: 'nowhere' } }
      expect(await house.run(create, aProduct({ category: 'nowhere' }))).toMatchObject(refused)
    })
  })

  describe('Priced lines', () => {
    test('Say the amount, what forbids the quantity, and the nearest that could be bought', async () => {
      const skus = [aSku({ priceFen: parseYuan('12.50'), leastPerOrder: 3, step: 2, maxPerOrder: 8 })]
      const { productId, skuIds } = await onSale(house, { skus })
      const skuId = skuIds[0] ?? ''
      const unknown = noSkuId()
      const wanted = [1, 3, 4, 7, 8, 9, 9_999].map((quantity) => ({ skuId, quantity }))
      const answer = await house.ask(priced, { lines: [...wanted, { skuId: unknown, quantity: 1 }] })
      expect(answer.unknown).toEqual([unknown])
      expect(answer.lines.map((line) => [line.amountFen, line.problem, line.would])).toEqual([
        [1_250, 'below_least', 3],
        [3_750, null, 3],
        [5_000, 'off_step', 3],
        [8_750, null, 7],
        [10_000, 'off_step', 7],
        [11_250, 'over_limit', 7],
        [12_498_750, 'over_limit', 7],
      ])
      await house.must(takeOffSale, { productId })
      const off = await house.ask(priced, { lines: [{ skuId, quantity: 1 }] })
      expect(off.lines).toMatchObject([{ problem: 'sku_off_sale', would: 0, claimWindowHours: 24 }])
      await expect(house.ask(priced, { lines: [{ skuId, quantity: 1.5 }] })).rejects.toThrow()
    })
  })
})
