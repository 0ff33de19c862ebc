/** The index: filters, facets, orders, pages, and what becomes of its files. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ProductIn } from '../src/contract.ts'
import type { Place } from '../src/find.ts'
import { openSearchIndex } from '../src/search-index.ts'
import { catalogueOf } from './catalogue.ts'
import { askedFor, fill } from './filling.ts'

const { products } = catalogueOf(800)
let folder: string
let index: ReturnType<typeof openSearchIndex>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiantou-search-'))
  index = openSearchIndex(folder)
})
afterEach(() => {
  index.close()
  rmSync(folder, { recursive: true })
})

const idsOf = (cards: readonly unknown[]) => (cards as { productId: string }[]).map((card) => card.productId)
const files = () => readdirSync(folder).filter((name) => name.endsWith('.sqlite'))

test('products can be put again and again, however the full text has numbered its rows', async () => {
  const many = catalogueOf(2_500).products
  await fill(index, many)
  await fill(index, many)
  await fill(index, many.slice(0, 300))
  const { total } = await index.search(askedFor(''))
  expect(total).toBe(many.length)
})

test('half a name in letters finds what begins so, and says what was taken', async () => {
  await fill(index, products)
  const { corrected, total } = await index.search(askedFor('gannan'))
  expect([corrected?.startsWith('赣南'), total > 0]).toEqual([true, true])
  expect(await index.search(askedFor('zzzzqqq'))).toMatchObject({ how: 'none', total: 0, corrected: null })
})

describe('what is found', () => {
  beforeEach(() => fill(index, products))

  test('filters are kept, and each facet counts what else there would be', async () => {
    const filters = { category: 'fruit', province: '山东省', minFen: 1_000, maxFen: 9_000, inStock: true }
    const { total, facets, cards } = await index.search(askedFor('', { filters, limit: 60 }))
    const right = (product: ProductIn, ...but: string[]) =>
      (but.includes('category') || product.category === 'fruit') &&
      (but.includes('province') || product.originProvince === '山东省') &&
      (product.skus[0]?.pieceFen ?? 0) >= 1_000 &&
      (product.skus[0]?.pieceFen ?? 0) <= 9_000 &&
      (but.includes('stock') || product.skus[0]?.inStock === true)
    const expected = products.filter((product) => right(product))
    expect(total).toBe(expected.length)
    expect(new Set(idsOf(cards))).toEqual(new Set(expected.map((product) => product.productId).slice(0, 60)))
    const count = (list: readonly { value: string; count: number }[], value: string) =>
      list.find((one) => one.value === value)?.count ?? 0
    const shandong = products.filter((product) => right(product, 'province'))
    expect(count(facets.province, '陕西省')).toBe(
      shandong.filter((product) => product.originProvince === '陕西省').length,
    )
    expect(count(facets.category, 'vegetable')).toBe(
      products.filter((product) => right(product, 'category') && product.category === 'vegetable').length,
    )
    expect(facets.inStock).toBe(
      products.filter((product) => right(product, 'stock') && product.skus[0]?.inStock).length,
    )
  })

  test.each(['relevance', 'price_up', 'price_down', 'newest'] as const)(
    'pages by %s lose and double nothing',
    async (sort) => {
      const seen: string[] = []
      const prices: number[] = []
      let after: Place | undefined
      do {
        const found = await index.search(askedFor('水果', { sort, after, limit: 17 }))
        seen.push(...idsOf(found.cards))
        prices.push(...(found.cards as { pieceFen: number }[]).map((card) => card.pieceFen))
        after = found.rows.length > 17 ? found.rows[16]?.place : undefined
      } while (after !== undefined)
      const all = products.filter((product) => product.category === 'fruit')
      expect(seen).toHaveLength(all.length)
      expect(new Set(seen).size).toBe(all.length)
      const sorted = prices.toSorted((a, b) => (sort === 'price_up' ? a - b : b - a))
      if (sort.startsWith('price')) expect(prices).toEqual(sorted)
      if (sort === 'newest') expect(seen).toEqual(all.map((product) => product.productId).toReversed())
    },
  )

  test('a changed product is found by what it is now; off sale it is gone, its phrases too', async () => {
    const [first] = products as [ProductIn]
    const changed = { ...first, title: '测试独一无二的山竹', variety: '5A山竹', originCounty: '某某市' }
    const [shelf] = index.shelves(0)
    await shelf?.put([changed], 'x', true)
    expect(idsOf((await index.search(askedFor('山竹'))).cards)).toEqual([first.productId])
    expect(index.suggest('shanzhu', 5)).toContain('山竹')
    await shelf?.put([{ ...changed, onSale: false }], 'y', true)
    expect((await index.search(askedFor('shanzhu'))).total).toBe(0)
    expect(index.suggest('shanzhu', 5)).toEqual([])
    expect(index.products).toBe(products.length - 1)
  })

  test('stock moves by SKU, and every SKU gets its turn', async () => {
    const [shelf] = index.shelves(0)
    const inStock = async () => (await index.search(askedFor('', { filters: { inStock: true } }))).total
    const before = await inStock()
    const sold = products.filter((product) => product.skus[0]?.inStock).slice(0, 7)
    shelf?.setStock(sold.map((product) => ({ skuId: product.skus[0]?.skuId ?? '', inStock: false })))
    expect(await inStock()).toBe(before - 7)
    shelf?.setStock([{ skuId: 'sku_unknown', inStock: true }])
    const turn = new Set(Array.from({ length: 9 }, () => shelf?.nextSkus(100) ?? []).flat())
    expect(turn.size).toBe(products.length)
  })
})

describe('its files', () => {
  test('it is not filled before the feed came to the end, and stays filled when opened again', async () => {
    expect(index.filled).toBe(false)
    await index.shelves(0)[0]?.put(products.slice(0, 100), '100', false)
    expect(index.filled).toBe(false)
    await index.shelves(0)[0]?.put(products.slice(100), '800', true)
    expect(index.filled).toBe(true)
    index.close()
    index = openSearchIndex(folder)
    expect(index.filled).toBe(true)
    expect(index.products).toBe(800)
    expect(index.shelves(0)[0]?.cursor).toBe('800')
    expect((await index.search(askedFor('苹果'))).total).toBeGreaterThan(0)
    expect(index.suggest('pg', 3)).toContain('苹果')
  })

  test('a rebuild makes a file beside the old one, which answers until the new one is full', async () => {
    await fill(index, products)
    const [old, fresh] = index.shelves(1)
    expect(old?.cursor).toBe('800')
    expect(fresh?.cursor).toBe('')
    expect(files()).toHaveLength(2)
    await fresh?.put(products.slice(0, 100), '100', false)
    index.swap()
    expect(index.rebuilding).toBe(true)
    expect(index.products).toBe(800)
    expect((await index.search(askedFor('苹果'))).total).toBeGreaterThan(0)
    await fresh?.put(products.slice(100, 400), '400', true)
    index.swap()
    expect(index.rebuilding).toBe(false)
    expect(index.products).toBe(400)
    expect(files()).toHaveLength(1)
    expect(index.shelves(1)).toHaveLength(1)
  })

  test('a rebuild that the process did not live to finish begins again', async () => {
    await fill(index, products)
    await index.shelves(1)[1]?.put(products.slice(0, 100), '100', false)
    index.close()
    index = openSearchIndex(folder)
    expect(files()).toHaveLength(1)
    expect(index.products).toBe(800)
    expect(index.shelves(1)[1]?.cursor).toBe('')
  })

  test('a file that cannot be read is made anew', async () => {
    await fill(index, products)
    index.close()
    const [name = ''] = files()
    for (const end of ['-wal', '-shm']) rmSync(join(folder, `${name}${end}`), { force: true })
    writeFileSync(join(folder, name), 'this is no database'.repeat(1_000))
    index = openSearchIndex(folder)
    expect(index.filled).toBe(false)
    await fill(index, products.slice(0, 10))
    expect(index.products).toBe(10)
  })

  test('what cannot be written leaves nothing behind, in memory neither', async () => {
    await fill(index, products.slice(0, 10))
    const broken = { ...(products[20] as ProductIn), createdAt: Number.NaN }
    const bad = index.shelves(0)[0]?.put([products[19] as ProductIn, broken], 'x', true)
    await expect(bad).rejects.toThrow()
    expect(index.products).toBe(10)
    expect(index.shelves(0)[0]?.cursor).toBe('10')
  })
})
