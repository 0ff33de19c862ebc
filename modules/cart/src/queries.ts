/** What can be asked of module cart. */
import type { QueryHandler } from '@tiantou/platform'
import type { Cart } from './contract.ts'
import { ownerOf } from './rules.ts'
import { linesOf } from './store.ts'
import type { CartLineRow, CartTables } from './tables.ts'

const toLine = (row: CartLineRow) => ({
  skuId: row.sku_id,
  quantity: row.quantity,
  selected: row.selected === 1,
  addedAt: row.added_at,
})

/** The lines of one shopper's cart, for the shopper. */
export const ofUser: QueryHandler<typeof Cart.queries.ofUser, CartTables> = async ({ userId }, { db }) => ({
  lines: (await linesOf(db, userId)).map(toLine),
})

/** The lines of the caller's cart, newest first. */
export const lines: QueryHandler<typeof Cart.queries.lines, CartTables> = async (_input, { db, actor }) => {
  const rows = await linesOf(db, ownerOf(actor))
  return { items: rows.map(toLine) }
}
