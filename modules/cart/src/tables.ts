/** Row types of the cart_* tables. A cart has lines and nothing else; prices never stand here. */

export interface CartLineRow {
  /** A shopper's id, or `guest:` and what a device calls itself. */
  owner: string
  sku_id: string
  quantity: number
  /** 0 or 1 */
  selected: number
  added_at: number
}

/** One row a cart: new lines take turns at it, so that two at once cannot both be the hundredth. */
export interface CartOwnerRow {
  owner: string
  turns: number
}

export interface CartTables {
  cart_line: CartLineRow
  cart_owner: CartOwnerRow
}
