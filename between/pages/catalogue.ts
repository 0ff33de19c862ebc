/**
 * Catalogue, categories and product page: public, kept as ready bytes, dropped when a product changes or its
 * stock goes from plenty to few.
 */
import { Inventory } from '@tiantou/inventory/contract'
import { page, stale } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Catalogue, Categories, ProductPage } from './shop.contract.ts'

const MAX_AGE_S = 60

const staleness = [
  stale(Products.events.changed, ({ productId }) => ['catalogue', productId]),
  stale(Products.events.category_changed, () => ['catalogue', 'categories']),
  stale(Inventory.events.band_changed, ({ skuId }) => [skuId]),
  stale(Inventory.events.lot_received, ({ skuId }) => [skuId]),
]

export const catalogue = page(
  Catalogue,
  async (input, { ask }) => {
    const { items, next } = await ask(Products.queries.cards, input)
    const stock = await ask(Inventory.queries.availability, { skuIds: items.map((card) => card.skuId) })
    const bands = new Map(stock.items.map((item) => [item.skuId, item.band]))
    return { items: items.map((card) => ({ ...card, band: bands.get(card.skuId) ?? 'none' })), next }
  },
  {
    maxAge_s: MAX_AGE_S,
    tags: (_input, { items }) => ['catalogue', ...items.flatMap((card) => [card.productId, card.skuId])],
    staleness,
  },
)

export const categories = page(Categories, async (_input, { ask }) => ask(Products.queries.categories, {}), {
  maxAge_s: MAX_AGE_S,
  tags: () => ['categories'],
  staleness,
})

export const productPage = page(
  ProductPage,
  async ({ productId }, { ask, refuse }) => {
    const product = await ask(Products.queries.get, { productId })
    if (product === null) return refuse('no_such_product')
    const stock = await ask(Inventory.queries.availability, { skuIds: product.skus.map((sku) => sku.skuId) })
    return {
      product,
      stock: stock.items.map(({ skuId, band, harvestedAt, lotNo }) => ({ skuId, band, harvestedAt, lotNo })),
    }
  },
  {
    maxAge_s: MAX_AGE_S,
    tags: ({ productId }, { product }) => [productId, ...product.skus.map((sku) => sku.skuId)],
    staleness,
  },
)
