/**
 * Every SQL statement of module cart. Taking lines out is on the checkout's hot path and is bound, not built.
 */
import { hotChange, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import { guestPrefix } from './rules.ts'
import type { CartLineRow, CartTables } from './tables.ts'

type CartTx = Tx<CartTables>

/** Which line: whose cart, which SKU. */
export interface LineKey {
  readonly owner: string
  readonly skuId: string
}

/** Sets a line that is there; false when there is none. */
export const setLine = async (
  tx: CartTx,
  { owner, skuId }: LineKey,
  quantity: number,
  selected: boolean,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('cart_line')
    .set({ quantity, selected: Number(selected) })
    .where('owner', '=', owner)
    .where('sku_id', '=', skuId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/**
 * Adds to a line that is there and selects it, up to a most; false when there is none or it would pass the
 * most.
 */
export const growLine = async (
  tx: CartTx,
  { owner, skuId }: LineKey,
  by: number,
  most: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('cart_line')
    .set((row) => ({ quantity: row('quantity', '+', by), selected: 1 }))
    .where('owner', '=', owner)
    .where('sku_id', '=', skuId)
    .where('quantity', '<=', most - by)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** The pieces in a line; undefined when there is no such line. */
export const quantityOf = async (tx: CartTx, { owner, skuId }: LineKey): Promise<number | undefined> => {
  const row = await tx
    .selectFrom('cart_line')
    .select('quantity')
    .where('owner', '=', owner)
    .where('sku_id', '=', skuId)
    .executeTakeFirst()
  return row?.quantity
}

const takeTurn = async (tx: CartTx, owner: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('cart_owner')
    .set((row) => ({ turns: row('turns', '+', 1) }))
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/**
 * Waits until no other command adds lines to this cart; what is counted after it stays true until the commit.
 */
export const waitForTurn = async (tx: CartTx, owner: string): Promise<void> => {
  if (await takeTurn(tx, owner)) return
  const isFirst = await unlessTaken(tx.insertInto('cart_owner').values({ owner, turns: 1 }).execute())
  if (!isFirst) await takeTurn(tx, owner)
}

/** How many lines a cart has. */
export const countLines = async (tx: CartTx, owner: string): Promise<number> => {
  const row = await tx
    .selectFrom('cart_line')
    .select((count) => count.fn.countAll<number>().as('lines'))
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow()
  return Number(row.lines)
}

/** Adds a line; false when somebody was quicker. */
export const insertLine = (tx: CartTx, row: CartLineRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('cart_line').values(row).execute())

type Holes = Readonly<Record<string, string>>
const takesByCount = new Map<number, ReturnType<typeof hotChange<CartTables, Holes>>>()

/** One statement for each number of SKUs, built when it is first needed. */
const takeOf = (count: number) => {
  const known = takesByCount.get(count)
  if (known !== undefined) return known
  const made = hotChange<CartTables, Holes>((db, hole) =>
    db
      .deleteFrom('cart_line')
      .where('owner', '=', hole['owner'] as string)
      .where(
        'sku_id',
        'in',
        Array.from({ length: count }, (_, i) => hole[`sku${i}`] as string),
      ),
  )
  takesByCount.set(count, made)
  return made
}

/** Takes lines out of one cart. */
export const takeLines = async (tx: CartTx, owner: string, skuIds: readonly string[]): Promise<void> => {
  if (skuIds.length === 0) return
  const named = skuIds.map((skuId, i) => [`sku${i}`, skuId] as const)
  await takeOf(skuIds.length)(tx, { owner, ...Object.fromEntries(named) })
}

/** Lines of guests that were put in before that time, oldest carts in any order. */
export const oldGuestLines = (tx: CartTx, before: number, limit: number) =>
  tx
    .selectFrom('cart_line')
    .select(['owner', 'sku_id'])
    // Along the primary key: what begins with the prefix lies before what begins with the next character.
    .where('owner', '>=', guestPrefix)
    .where('owner', '<', 'guest;')
    .where('added_at', '<', before)
    .limit(limit)
    .execute()

/** Forgets a cart that has nothing in it any more. */
export const forgetEmpty = async (tx: CartTx, owner: string): Promise<void> => {
  if ((await countLines(tx, owner)) > 0) return
  await tx.deleteFrom('cart_owner').where('owner', '=', owner).execute()
}

/** The lines of one cart, newest first. */
export const linesOf = (db: ReadDb<CartTables> | CartTx, owner: string): Promise<CartLineRow[]> =>
  db
    .selectFrom('cart_line')
    .selectAll()
    .where('owner', '=', owner)
    .orderBy('added_at', 'desc')
    .orderBy('sku_id', 'desc')
    .execute()

/** Deletes a cart with all its lines. */
export const deleteCart = async (tx: CartTx, owner: string): Promise<void> => {
  await tx.deleteFrom('cart_line').where('owner', '=', owner).execute()
  await tx.deleteFrom('cart_owner').where('owner', '=', owner).execute()
}
