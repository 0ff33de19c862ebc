/** The contract's fields as columns. Pure. */
import type { InputOf, Static } from '@tiantou/kernel'
import type { Products } from './contract.ts'
import { cleanDetails } from './rich-text.ts'
import { plainStory, seasonMask } from './rules.ts'
import type { OwnRules, SkuInput } from './shapes.ts'
import type { ProductChange } from './store.ts'
import type { OwnColumns } from './category-rules.ts'
import type { RuleColumns, SkuRow } from './tables.ts'

type ProductFields = Omit<InputOf<typeof Products.commands.create>, 'skus'>

/** The columns of a product that its fields and the rules of its category fill. */
export const toProductChange = (fields: ProductFields, rules: RuleColumns): ProductChange => {
  const [image = '', ...more] = fields.images
  const details = cleanDetails(fields.details ?? '')
  const extra = Object.entries(fields.extra ?? {})
  return {
    title: fields.title,
    subtitle: fields.subtitle,
    category: fields.category,
    variety: fields.variety,
    origin_province: fields.originProvince,
    origin_county: fields.originCounty,
    grower: fields.grower,
    season_mask: seasonMask(fields.seasonMonths),
    own_storage_class: fields.storageClass ?? null,
    own_claim_window_h: fields.claimWindowHours ?? null,
    storage_class: fields.storageClass ?? rules.storage_class,
    claim_window_h: fields.claimWindowHours ?? rules.claim_window_h,
    shelf_life_d: rules.shelf_life_d,
    documents: rules.documents,
    story: plainStory(fields.story),
    image,
    more_images: JSON.stringify(more),
    details: details === '' ? null : details,
    gi_name: fields.geographicalIndication?.name ?? '',
    gi_number: fields.geographicalIndication?.number ?? '',
    extra: extra.length === 0 ? null : JSON.stringify(fields.extra),
  }
}

/** The columns of a SKU that its fields fill. */
export const toSkuChange = (
  fields: Static<typeof SkuInput>,
): Omit<SkuRow, 'id' | 'product_id' | 'position'> => ({
  spec: fields.spec,
  sell_unit: fields.sellUnit,
  price_mode: fields.priceMode,
  price_fen: fields.priceFen,
  nominal_g: fields.nominalG,
  tolerance_minus_g: fields.toleranceMinusG,
  tolerance_plus_g: fields.tolerancePlusG,
  max_per_order: fields.maxPerOrder,
  least_per_order: fields.leastPerOrder ?? 1,
  step: fields.step ?? 1,
  grade: fields.grade ?? '',
  size: fields.size ?? '',
  pack: fields.pack ?? '',
})

/** What a category says itself, as columns. */
export const toOwnColumns = (rules: Static<typeof OwnRules>): OwnColumns => ({
  own_storage_class: rules.storageClass,
  own_shelf_life_d: rules.shelfLifeDays,
  own_claim_window_h: rules.claimWindowHours,
  own_documents: rules.documents === null ? null : [...new Set(rules.documents)].join(','),
})
