/** The contract's fields as columns. Pure. */
import type { InputOf } from '@tiantou/kernel'
import type { Products } from './contract.ts'
import { plainStory, seasonMask } from './rules.ts'
import type { ProductChange } from './store.ts'
import type { SkuRow } from './tables.ts'

type ProductFields = Omit<InputOf<typeof Products.commands.create>, 'skus'>
type SkuFields = InputOf<typeof Products.commands.create>['skus'][number]

/** The columns of a product that its fields fill. */
export const toProductChange = (fields: ProductFields): ProductChange => ({
  title: fields.title,
  subtitle: fields.subtitle,
  category: fields.category,
  variety: fields.variety,
  origin_province: fields.originProvince,
  origin_county: fields.originCounty,
  grower: fields.grower,
  season_mask: seasonMask(fields.seasonMonths),
  storage_class: fields.storageClass,
  claim_window_h: fields.claimWindowHours,
  story: plainStory(fields.story),
  image: fields.image,
})

/** The columns of a SKU that its fields fill. */
export const toSkuChange = (fields: SkuFields): Omit<SkuRow, 'id' | 'product_id' | 'position'> => ({
  spec: fields.spec,
  sell_unit: fields.sellUnit,
  price_mode: fields.priceMode,
  price_fen: fields.priceFen,
  nominal_g: fields.nominalG,
  tolerance_minus_g: fields.toleranceMinusG,
  tolerance_plus_g: fields.tolerancePlusG,
  max_per_order: fields.maxPerOrder,
})
