/**
 * Row types of the member_* tables: what a shopper marked, looked at and bought. Ids, never names or prices.
 */

export interface FavouriteRow {
  user_id: string
  product_id: string
  marked_at: number
}

export interface ViewRow {
  user_id: string
  product_id: string
  /** When it was last looked at. */
  viewed_at: number
}

export interface BoughtRow {
  user_id: string
  sku_id: string
  product_id: string
  /** Paid orders that held it, less those that were called off; below nought until a payment is heard. */
  times: number
  last_at: number
}

/** One row a shopper: how many favourites there are, and whether a history is kept. */
export interface ShopperRow {
  user_id: string
  favourites: number
  /** 0 or 1 */
  keeps_history: number
}

export interface MemberTables {
  member_favourite: FavouriteRow
  member_view: ViewRow
  member_bought: BoughtRow
  member_shopper: ShopperRow
}
