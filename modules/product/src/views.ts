/** Rows as the contract's shapes; every computed price is computed here. Pure. */
import type { Static } from '@tiantou/kernel'
import type { Card, Product, Sku, SkuSnapshot } from './contract.ts'
import { perJinFen, pieceFen, seasonMonths } from './rules.ts'
import type { CardRow, SnapshotRow } from './store.ts'
import type { ProductRow, SkuRow } from './tables.ts'

const toSku = (row: Omit<SkuRow, 'product_id' | 'position'>): Static<typeof Sku> => ({
  skuId: row.id,
  spec: row.spec,
  sellUnit: row.sell_unit,
  priceMode: row.price_mode,
  priceFen: row.price_fen,
  nominalG: row.nominal_g,
  toleranceMinusG: row.tolerance_minus_g,
  tolerancePlusG: row.tolerance_plus_g,
  maxPerOrder: row.max_per_order,
  pieceFen: pieceFen(row),
  perJinFen: perJinFen(row),
})

/** A product with its SKUs. */
export const toProduct = (row: ProductRow, skus: readonly SkuRow[]): Static<typeof Product> => ({
  productId: row.id,
  title: row.title,
  subtitle: row.subtitle,
  category: row.category,
  variety: row.variety,
  originProvince: row.origin_province,
  originCounty: row.origin_county,
  grower: row.grower,
  seasonMonths: seasonMonths(row.season_mask),
  storageClass: row.storage_class,
  claimWindowHours: row.claim_window_h,
  story: row.story,
  image: row.image,
  state: row.state,
  version: row.version,
  skus: skus.map(toSku),
})

/** What an order or a cart must know of a SKU. */
export const toSnapshot = (row: SnapshotRow): Static<typeof SkuSnapshot> => ({
  ...toSku(row),
  productId: row.product_id,
  productVersion: row.version,
  title: row.title,
  image: row.image,
  storageClass: row.storage_class,
  onSale: row.state === 'on_sale',
})

/** A product on the shelf, by its first SKU. */
export const toCard = (row: CardRow): Static<typeof Card> => ({
  productId: row.id,
  skuId: row.sku_id,
  title: row.title,
  subtitle: row.subtitle,
  category: row.category,
  origin: `${row.origin_province} ${row.origin_county}`,
  image: row.image,
  spec: row.spec,
  priceMode: row.price_mode,
  pieceFen: pieceFen(row),
  perJinFen: perJinFen(row),
  inSeason: row.in_season === 1,
  storageClass: row.storage_class,
})
