/**
 * SQL of what can be sold and of who holds it. Before stock is changed nothing is read: on MariaDB a read
 * would pin a snapshot, and each row that somebody else changed since would send the whole command round
 * again.
 */
import { from, to } from '@tiantou/kernel'
import { hotChange, hotInsert, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import { reservation } from '../states.ts'
import type { InventoryTables, ReservationRow, StockRow } from '../tables.ts'

type InventoryTx = Tx<InventoryTables>
type InventoryDb = ReadDb<InventoryTables>

const insertReservationRows = hotInsert<ReservationRow>('inventory_reservation', [
  'order_id',
  'line_no',
  'sku_id',
  'pieces',
  'state',
  'expires_at',
])

/** Writes the lines of one order, all at once. */
export const insertReservations = (tx: InventoryTx, rows: readonly ReservationRow[]): Promise<void> =>
  insertReservationRows(tx as never, rows)

interface Take {
  readonly skuId: string
  readonly pieces: number
  /** What must be there before. */
  readonly least: number
}

const takeQuery = (db: InventoryTx, hole: Take) =>
  db
    .updateTable('inventory_stock')
    .set((row) => ({ available: row('available', '-', hole.pieces) }))
    .where('sku_id', '=', hole.skuId)
    .where('available', '>=', hole.least)

const takeRow = hotChange(takeQuery)

const takeAbove = hotChange((db: InventoryTx, hole: Take) =>
  takeQuery(db, hole).where((row) =>
    row.or([row('low_at', 'is', null), row('low_at', '<', row('available', '-', hole.pieces))]),
  ),
)

/** Takes pieces out of stock if so many are there; false when not. */
export const takeStock = async (tx: InventoryTx, take: Take): Promise<boolean> =>
  (await takeRow(tx, take)) > 0

/** The same, unless it would bring the SKU down to a low mark of its own. */
export const takeFromPlenty = async (tx: InventoryTx, take: Take): Promise<boolean> =>
  (await takeAbove(tx, take)) > 0

interface LineRef {
  readonly orderId: string
  readonly lineNo: number
}

/**
 * The line is looked up inside the UPDATE, which reads what is committed now; a SELECT of its own would pin a
 * snapshot.
 */
const giveBackRow = hotChange((db: InventoryTx, hole: LineRef) =>
  db
    .updateTable('inventory_stock')
    .set((row) => ({
      available: row(
        'available',
        '+',
        row
          .selectFrom('inventory_reservation')
          .select('pieces')
          .where('order_id', '=', hole.orderId)
          .where('line_no', '=', hole.lineNo)
          .$asScalar()
          .$notNull(),
      ),
    }))
    .where('sku_id', '=', (row) =>
      row
        .selectFrom('inventory_reservation')
        .select('sku_id')
        .where('order_id', '=', hole.orderId)
        .where('line_no', '=', hole.lineNo),
    ),
)

/** Puts the pieces of one line of one order back into stock. */
export const giveBackLine = async (tx: InventoryTx, line: LineRef): Promise<void> => {
  await giveBackRow(tx, line)
}

interface MoveHoles {
  readonly orderId: string
}

const moveRows = (transition: 'release' | 'expire' | 'commit' | 'dispatch') =>
  hotChange((db: InventoryTx, hole: MoveHoles) =>
    db
      .updateTable('inventory_reservation')
      .set({ state: to(reservation, transition) })
      .where('order_id', '=', hole.orderId)
      .where('state', 'in', [...from(reservation, transition)]),
  )

const moves = {
  release: moveRows('release'),
  expire: moveRows('expire'),
  commit: moveRows('commit'),
  dispatch: moveRows('dispatch'),
}

/** Moves every line of one order that stands where the transition starts; says how many did. */
export const moveLines = (
  tx: InventoryTx,
  orderId: string,
  transition: keyof typeof moves,
): Promise<number> => moves[transition](tx, { orderId })

/** The lines of one order, in SKU order. */
export const linesOf = (tx: InventoryTx, orderId: string): Promise<ReservationRow[]> =>
  tx
    .selectFrom('inventory_reservation')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute()

/** Orders whose holds expired before that time, longest first. */
export const expiredOrders = async (tx: InventoryTx, before: number, limit: number): Promise<string[]> => {
  const rows = await tx
    .selectFrom('inventory_reservation')
    .select('order_id')
    .where('state', '=', 'held')
    .where('expires_at', '<', before)
    .where('line_no', '=', 1)
    .orderBy('expires_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.order_id)
}

export interface Level {
  readonly available: number
  /** The SKU's own low mark; null where it has none. */
  readonly lowAt: number | null
}

/** SKU → what can be sold of it; SKUs without stock are missing. */
export const levelsOf = async (
  db: InventoryDb,
  skuIds: readonly string[],
): Promise<ReadonlyMap<string, Level>> => {
  if (skuIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('inventory_stock')
    .select(['sku_id', 'available', 'low_at'])
    .where('sku_id', 'in', skuIds)
    .execute()
  return new Map(rows.map((row) => [row.sku_id, { available: row.available, lowAt: row.low_at }]))
}

/** SKUs after one of them, by their ids. */
export const stockAfter = (
  db: InventoryDb,
  after: string | undefined,
  limit: number,
): Promise<StockRow[]> => {
  let query = db.selectFrom('inventory_stock').selectAll()
  if (after !== undefined) query = query.where('sku_id', '>', after)
  return query.orderBy('sku_id').limit(limit).execute()
}

/** Gives a SKU its own low mark; false where nothing of it was ever received. */
export const setLowMark = async (tx: InventoryTx, skuId: string, lowAt: number | null): Promise<boolean> => {
  const known = await tx
    .selectFrom('inventory_stock')
    .select('sku_id')
    .where('sku_id', '=', skuId)
    .executeTakeFirst()
  if (known === undefined) return false
  await tx.updateTable('inventory_stock').set({ low_at: lowAt }).where('sku_id', '=', skuId).execute()
  return true
}

const addToStock = async (tx: InventoryTx, skuId: string, pieces: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('inventory_stock')
    .set((row) => ({ available: row('available', '+', pieces) }))
    .where('sku_id', '=', skuId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Adds pieces to the stock of a SKU, the first time too. */
export const putStock = async (tx: InventoryTx, skuId: string, pieces: number): Promise<void> => {
  if (await addToStock(tx, skuId, pieces)) return
  const row = { sku_id: skuId, available: pieces, low_at: null }
  const isNew = await unlessTaken(tx.insertInto('inventory_stock').values(row).execute())
  if (!isNew) await addToStock(tx, skuId, pieces)
}

/**
 * Takes pieces off a sold line of an order; how many it keeps, or null where it had fewer.
 */
export const shortenLine = async (
  tx: InventoryTx,
  orderId: string,
  skuId: string,
  pieces: number,
): Promise<number | null> => {
  const line = (await linesOf(tx, orderId)).find((row) => row.sku_id === skuId && row.state === 'sold')
  if (line === undefined || line.pieces < pieces) return null
  await tx
    .updateTable('inventory_reservation')
    .set({ pieces: line.pieces - pieces })
    .where('order_id', '=', orderId)
    .where('line_no', '=', line.line_no)
    .execute()
  return line.pieces - pieces
}

/** Adds pieces to what a paid order is promised. */
export const promiseMore = async (
  tx: InventoryTx,
  orderId: string,
  { skuId, pieces }: { readonly skuId: string; readonly pieces: number },
): Promise<void> => {
  const lines = await linesOf(tx, orderId)
  const line = lines.find((row) => row.sku_id === skuId)
  if (line !== undefined) {
    await tx
      .updateTable('inventory_reservation')
      .set({ pieces: line.pieces + pieces })
      .where('order_id', '=', orderId)
      .where('line_no', '=', line.line_no)
      .execute()
    return
  }
  await tx
    .insertInto('inventory_reservation')
    .values({
      order_id: orderId,
      line_no: lines.length + 1,
      sku_id: skuId,
      pieces,
      state: 'sold',
      expires_at: lines[0]?.expires_at ?? 0,
    })
    .execute()
}
