/** Row types of the product_* tables. Prices by weight are computed from `price_fen` and never stored. */
import type { StorageClass } from '@tiantou/kernel'
import type { HistoryRow } from '@tiantou/platform'
import type { CategoryState, ProductState } from './states.ts'

/** What holds for produce; `documents` are words with commas between. */
export interface RuleColumns {
  storage_class: StorageClass
  shelf_life_d: number
  claim_window_h: number
  documents: string
}

export interface CategoryRow extends RuleColumns {
  code: string
  name: string
  parent: string | null
  position: number
  /** 1 for a root. */
  depth: number
  /** `/fruit/citrus/`: whoever is below has this at the beginning of its own. */
  path: string
  state: CategoryState
  version: number
  /** What it says itself; null is said by an ancestor. The columns of RuleColumns hold what follows. */
  own_storage_class: StorageClass | null
  own_shelf_life_d: number | null
  own_claim_window_h: number | null
  own_documents: string | null
  /** 1 while products may not yet follow its changed rules. */
  due: number
  /** Counted up by every product that names the category, so that nobody retires it in the same moment. */
  named: number
}

export interface ProductRow extends RuleColumns {
  id: string
  title: string
  subtitle: string
  category: string
  variety: string
  origin_province: string
  origin_county: string
  grower: string
  /** Bit 0 is January: SQL can sort by it, which it cannot by a list. */
  season_mask: number
  own_storage_class: StorageClass | null
  own_claim_window_h: number | null
  story: string
  /** The cover. */
  image: string
  /** The other pictures, a list as JSON. */
  more_images: string
  details: string | null
  gi_name: string
  gi_number: string
  /** Values of extension fields by name, as JSON. */
  extra: string | null
  state: ProductState
  version: number
  created_at: number
  /**
   * Number of its last change among those of all products; 0 for what was last changed before they had one.
   */
  change_no: number
  /** Null for the platform's own. */
  supplier_id: string | null
}

export interface SkuRow {
  id: string
  product_id: string
  /** Place among the product's SKUs, from 0; the first is the one on the card. */
  position: number
  spec: string
  sell_unit: 'piece' | 'box' | 'jin'
  price_mode: 'piece' | 'weight'
  price_fen: number
  nominal_g: number
  tolerance_minus_g: number
  tolerance_plus_g: number
  max_per_order: number
  least_per_order: number
  step: number
  grade: '' | 'special' | 'first' | 'second' | 'third' | 'unsorted'
  size: string
  pack: string
}

/** A product with its SKUs as they stood at one version, as JSON. */
export interface VersionRow {
  product_id: string
  version: number
  at: number
  snapshot: string
}

/** One row: the number of the last change of any product. */
export interface ChangeCountRow {
  id: string
  last_no: number
}

export interface ProductTables {
  product_change_count: ChangeCountRow
  product_product: ProductRow
  product_sku: SkuRow
  product_history: HistoryRow
  product_category: CategoryRow
  /** One row, counted up first by whoever changes the tree: two movers cannot make a circle together. */
  product_tree: { id: string; version: number }
  product_version: VersionRow
}
