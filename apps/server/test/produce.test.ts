/** Produce over HTTP: categories that shoppers see, quantities that cannot be bought, staff's own doors. */
import { beforeAll, expect, test } from 'vitest'
import { DEMO_CATEGORIES } from '../src/demo/categories.data.ts'
import { harvestOf } from '../src/demo/harvest.ts'
import { DEMO_PRODUCTS } from '../src/demo/products.ts'
import { type Caller, eachPlatform, must, type TestPlatform, until } from './platform.ts'

const DAY_MS = 86_400_000

const beans = (over: object = {}) => ({
  title: '高山四季豆',
  subtitle: '',
  category: 'vegetable',
  variety: '泰国架豆',
  originProvince: '湖北省',
  originCounty: '宜昌市长阳县',
  grower: '长阳火烧坪菜农',
  seasonMonths: [7, 8, 9],
  story: '',
  images: ['navel-orange'],
  skus: [
    {
      spec: '散装',
      sellUnit: 'jin',
      priceMode: 'weight',
      priceFen: 998,
      nominalG: 500,
      toleranceMinusG: 25,
      tolerancePlusG: 50,
      maxPerOrder: 9,
      leastPerOrder: 2,
      step: 3,
    },
  ],
  ...over,
})

test('The demo is a hundred products of eight roots, whose lots keep, whatever day it is', () => {
  expect(DEMO_PRODUCTS.length).toBeGreaterThanOrEqual(88)
  const parents = new Map(DEMO_CATEGORIES.map((one) => [one.code, one.parent]))
  const rootOf = (code: string): string => {
    const parent = parents.get(code)
    return parent === undefined || parent === null ? code : rootOf(parent)
  }
  const roots = new Set(DEMO_PRODUCTS.map(({ product }) => rootOf(product.category)))
  const eight = ['egg', 'fruit', 'grain', 'meat', 'mushroom', 'seafood', 'tea', 'vegetable']
  expect([...roots].toSorted()).toEqual(eight)
  const titles = DEMO_PRODUCTS.map(({ product }) => product.title)
  const pictures = DEMO_PRODUCTS.flatMap(({ product }) => product.images)
  expect([new Set(titles).size, new Set(pictures).size]).toEqual([titles.length, pictures.length])
  for (let day = 0; day < 366; day += 5) {
    const now = Date.UTC(2026, 0, 1) + day * DAY_MS
    const lots = DEMO_PRODUCTS.map((demo) => ({ demo, lot: harvestOf(demo, now) }))
    for (const { lot } of lots) {
      if (lot === undefined) continue
      expect(lot.harvestedAt).toBeLessThanOrEqual(now)
      expect(lot.useBy).toBeGreaterThanOrEqual(now + DAY_MS)
    }
    // Out of season it is sold out, but no shelf is ever half empty.
    expect(lots.filter(({ lot }) => lot !== undefined).length).toBeGreaterThan(lots.length / 2)
  }
})

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  beforeAll(async () => {
    t = await open()
    staff = await t.staff()
  })

  const codes = async () =>
    must(await t.as().get('/categories')).items.map((item: { code: string }) => item.code)

  test('A new category is seen by shoppers at once, and its products below its root', async () => {
    expect(await codes()).not.toContain('bean')
    const rules = { storageClass: 'chilled', shelfLifeDays: null, claimWindowHours: 12, documents: null }
    const category = { code: 'bean', name: '鲜豆', parent: 'fruiting', position: 9, rules }
    must(await staff.post('/staff/categories', category))
    await until(codes, (seen) => seen.includes('bean'))
    const made = must(await staff.post('/staff/products', beans({ category: 'bean' })))
    must(await staff.post(`/staff/products/${made.productId}/on-sale`))
    const titles = async () =>
      must(await t.as().get('/catalogue?category=vegetable&limit=100')).items.map(
        (card: { title: string }) => card.title,
      )
    await until(titles, (seen) => seen.includes('高山四季豆'))
    const { product } = must(await t.as().get(`/products/${made.productId}`))
    const inherited = { storageClass: 'chilled', claimWindowHours: 12, shelfLifeDays: 8 }
    expect(product).toMatchObject({ ...inherited, documents: ['commitment'] })
    expect(await t.as().post('/staff/categories', { ...category, code: 'bean2' })).toMatchObject({
      status: 401,
    })
  })

  test('Quantities below the least, off the step and over the most: preview, cart, checkout', async () => {
    const { productId, skuIds } = must(await staff.post('/staff/products', beans({ title: '四季豆' })))
    const skuId = skuIds[0] as string
    const now = Date.now()
    const lot = { skuId, lotNo: 'B-1', harvestedAt: now - 1, useBy: now + DAY_MS, pieces: 100, grams: 50_000 }
    must(await staff.post('/staff/lots', lot))
    const bulk = must(await staff.post('/staff/products/bulk', { items: [{ change: 'on_sale', productId }] }))
    expect(bulk).toEqual({ done: 1, items: [{ productId, version: 2, no: null }] })
    const audit = await t.platform.house.corridor.database
      .reader('platform', true)
      .selectFrom('platform_audit')
      .selectAll()
      .where('op', '=', 'product.changeMany')
      .execute()
    expect(audit.filter((row) => String(row['input']).includes(productId))).toHaveLength(1)
    const shopper = await t.shopper()
    const { addressId } = shopper
    const tried = async (quantity: number) => {
      const lines = [{ skuId, quantity }]
      const { quote, problems } = must(await shopper.post('/checkout/preview', { lines }))
      const expectedTotalFen = quote.totalFen
      const placed = await shopper.post('/checkout', { lines, addressId, expectedTotalFen, note: '' })
      return [problems[0]?.code, problems[0]?.left, placed.status, placed.body.code, placed.body.data]
    }
    expect(await tried(1)).toEqual(['below_least', 2, 422, 'checkout.below_least', { skuId, least: 2 }])
    expect(await tried(4)).toEqual(['off_step', 2, 422, 'checkout.off_step', { skuId, step: 3, would: 2 }])
    expect(await tried(10)).toEqual(['over_limit', 8, 422, 'checkout.over_limit', { skuId, max: 9 }])
    must(await shopper.post('/cart/lines', { skuId, quantity: 4 }))
    const cart = must(await shopper.get('/cart'))
    expect(cart.lines).toMatchObject([{ problem: 'off_step', would: 2, amountFen: 1_996 }])
    expect(cart.totalFen).toBe(0)
    expect((await tried(5)).slice(0, 3)).toEqual([undefined, undefined, 200])
  })

  test('Rich text comes in whole up to its limit, cleaned; beyond it is refused with its field', async () => {
    const long = await staff.post('/staff/products', beans({ details: '桃'.repeat(20_001) }))
    expect(long).toMatchObject({ status: 400, body: { errors: [{ pointer: '/details' }] } })
    const details = `<p onclick="x()">${'桃'.repeat(19_900)}</p><script>alert(1)</script>`
    const { productId } = must(await staff.post('/staff/products', beans({ details })))
    const seen = must(await staff.get(`/staff/products/${productId}`))
    expect(seen.details).toBe(`<p>${'桃'.repeat(19_900)}</p>`)
    const kept = must(await staff.get(`/staff/products/${productId}/versions/1`))
    expect(kept.product).toEqual(seen)
  })

  test.each([
    ['/skus/0/priceFen', { priceFen: -1 }],
    ['/skus/0/priceFen', { priceFen: 1.5 }],
    ['/skus/0/step', { step: 0 }],
    ['/skus/0/leastPerOrder', { leastPerOrder: 1e9 }],
  ])('Bad numbers are a 400 that names them: %s', async (pointer, over) => {
    const body = beans()
    const answer = await staff.post('/staff/products', { ...body, skus: [{ ...body.skus[0], ...over }] })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
  })

  test('Fractional and negative quantities never reach a price', async () => {
    const shopper = await t.shopper()
    const { items } = must(await t.as().get('/catalogue?limit=1'))
    for (const quantity of [0, -1, 1.5, 10_000, 1e300, '1']) {
      const answer = await shopper.post('/checkout/preview', { lines: [{ skuId: items[0].skuId, quantity }] })
      expect(answer.status).toBe(400)
    }
  })
})
