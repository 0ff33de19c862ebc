/** Row types of the product_* tables. Prices by weight are computed from `price_fen` and never stored. */
import type { HistoryRow } from '@tiantou/platform'
import type { ProductState } from './states.ts'

export interface ProductRow {
  id: string
  title: string
  subtitle: string
  category: 'fruit' | 'vegetable' | 'mushroom' | 'grain' | 'egg' | 'meat' | 'seafood' | 'tea'
  variety: string
  origin_province: string
  origin_county: string
  grower: string
  /** Bit 0 is January: SQL can sort by it, which it cannot by a list. */
  season_mask: number
  storage_class: 'ambient' | 'chilled' | 'frozen'
  claim_window_h: number
  story: string
  image: string
  state: ProductState
  version: number
  created_at: number
  /**
   * Number of its last change among those of all products; 0 for what was last changed before they had one.
   */
  change_no: number
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
}
