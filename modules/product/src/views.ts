/** Rows as the contract's shapes; every computed price is computed here. Pure. */
import type { Static } from '@tiantou/kernel'
import { shownExtra } from './extra.ts'
import { perJinFen, pieceFen, quantityNo, seasonMonths } from './rules.ts'
import type { ExtraField } from './settings.ts'
import type {
  Card,
  Category,
  DocumentKind,
  PricedLine,
  Product,
  Sku,
  SkuSnapshot,
  StaffCategory,
  StaffProduct,
} from './shapes.ts'
import type { SnapshotRow } from './store.ts'
import type { CardRow } from './store/cards.ts'
import type { CategoryRow, ProductRow, SkuRow } from './tables.ts'

const soldAs = (row: Omit<SnapshotRow, 'title'> | SkuRow) => ({
  skuId: row.id,
  spec: row.spec,
  sellUnit: row.sell_unit,
  priceMode: row.price_mode,
  priceFen: row.price_fen,
  nominalG: row.nominal_g,
  toleranceMinusG: row.tolerance_minus_g,
  tolerancePlusG: row.tolerance_plus_g,
  maxPerOrder: row.max_per_order,
  leastPerOrder: row.least_per_order,
  step: row.step,
  pieceFen: pieceFen(row),
  perJinFen: perJinFen(row),
})

const toSku = (row: SkuRow): Static<typeof Sku> => ({
  ...soldAs(row),
  grade: row.grade === '' ? null : row.grade,
  size: row.size,
  pack: row.pack,
})

const documentsOf = (text: string) => (text === '' ? [] : text.split(',')) as Static<typeof DocumentKind>[]

/** A product with its SKUs; `fields` are the extension fields that the settings declare. */
export const toProduct = (
  row: ProductRow,
  skus: readonly SkuRow[],
  fields: readonly ExtraField[],
): Static<typeof Product> => ({
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
  shelfLifeDays: row.shelf_life_d,
  documents: documentsOf(row.documents),
  story: row.story,
  image: row.image,
  images: [row.image, ...(JSON.parse(row.more_images) as string[])],
  details: row.details ?? '',
  geographicalIndication:
    row.gi_name === ''
      ? null
      : { name: row.gi_name, ...(row.gi_number === '' ? {} : { number: row.gi_number }) },
  extra: shownExtra(fields, row.extra),
  state: row.state,
  version: row.version,
  skus: skus.map(toSku),
})

/** The same for staff, with what the product says itself. */
export const toStaffProduct = (
  row: ProductRow,
  skus: readonly SkuRow[],
  fields: readonly ExtraField[],
): Static<typeof StaffProduct> => ({
  ...toProduct(row, skus, fields),
  own: { storageClass: row.own_storage_class, claimWindowHours: row.own_claim_window_h },
  createdAt: row.created_at,
})

/** What an order or a cart must know of a SKU. */
export const toSnapshot = (row: SnapshotRow): Static<typeof SkuSnapshot> => ({
  ...soldAs(row),
  productId: row.product_id,
  productVersion: row.version,
  supplierId: row.supplier_id,
  title: row.title,
  image: row.image,
  storageClass: row.storage_class,
  shelfLifeDays: row.shelf_life_d,
  claimWindowHours: row.claim_window_h,
  onSale: row.state === 'on_sale',
})

/** A wanted quantity with its price, and what forbids it. */
export const toPricedLine = (row: SnapshotRow, quantity: number): Static<typeof PricedLine> => {
  const sku = toSnapshot(row)
  const priced = { ...sku, quantity, amountFen: sku.pieceFen * quantity }
  if (!sku.onSale) return { ...priced, problem: 'sku_off_sale', would: 0 }
  const { problem, would } = quantityNo(sku, quantity) ?? { problem: null, would: quantity }
  return { ...priced, problem, would }
}

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
  leastPerOrder: row.least_per_order,
  inSeason: row.in_season === 1,
  storageClass: row.storage_class,
})

/** A category on the shop's screens. */
export const toCategory = ({ code, name, parent, depth }: CategoryRow): Static<typeof Category> => ({
  code,
  name,
  parent,
  depth,
})

/** A category as staff sees it. */
export const toStaffCategory = (row: CategoryRow): Static<typeof StaffCategory> => ({
  ...toCategory(row),
  position: row.position,
  state: row.state,
  version: row.version,
  own: {
    storageClass: row.own_storage_class,
    shelfLifeDays: row.own_shelf_life_d,
    claimWindowHours: row.own_claim_window_h,
    documents: row.own_documents === null ? null : documentsOf(row.own_documents),
  },
  rules: {
    storageClass: row.storage_class,
    shelfLifeDays: row.shelf_life_d,
    claimWindowHours: row.claim_window_h,
    documents: documentsOf(row.documents),
  },
})
