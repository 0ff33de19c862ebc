/** A product that the feed hands in, as the index keeps it. Pure but for the tokenizer that is handed in. */
import type { ProductIn } from './contract.ts'
import { seasonMask } from './rules.ts'
import type { Doc } from './shelf.ts'
import { termsOf } from './terms.ts'
import type { Tokenizer } from './tokenizer.ts'

/** Facts, card and tokens of one product. */
export const toDoc = (tokenizer: Tokenizer, product: ProductIn): Doc => {
  const { title, subtitle, category, variety, originProvince, originCounty, grower, skus } = product
  const said = { title, subtitle, category, variety, originProvince, originCounty, grower }
  const described = { ...said, specs: skus.map((sku) => sku.spec) }
  const terms = termsOf(
    tokenizer,
    described,
    skus.map((sku) => sku.nominalG),
  )
  const [first] = skus
  return {
    terms,
    row: {
      product_id: product.productId,
      sku_ids: skus.map((sku) => sku.skuId).join(' '),
      created_at: product.createdAt,
      price_fen: first?.pieceFen ?? 0,
      season_mask: seasonMask(product.seasonMonths),
      stock_mask: skus.reduce((mask, sku, i) => (sku.inStock ? mask | (1 << i) : mask), 0),
      category,
      province: originProvince,
      variety,
      storage_class: product.storageClass,
      kind: terms.kind,
      names: terms.names.join(' '),
    },
    card: {
      productId: product.productId,
      skuId: first?.skuId,
      title,
      subtitle,
      category,
      origin: `${originProvince} ${originCounty}`,
      image: product.image,
      spec: first?.spec,
      priceMode: first?.priceMode,
      pieceFen: first?.pieceFen,
      perJinFen: first?.perJinFen,
      leastPerOrder: first?.leastPerOrder,
      storageClass: product.storageClass,
      seasonMask: seasonMask(product.seasonMonths),
    },
  }
}
