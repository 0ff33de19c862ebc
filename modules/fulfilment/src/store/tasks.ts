/** SQL of orders to pack, of their lines and of the lots that these get. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { FulfilmentTables, LineRow, PartRow, TaskRow, WeighingRow } from '../tables.ts'

type FulfilmentTx = Tx<FulfilmentTables>
type FulfilmentDb = ReadDb<FulfilmentTables>

/** Writes an order to pack; false where it was written before. */
export const insertTask = (tx: FulfilmentTx, row: TaskRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('fulfilment_task').values(row).execute())

export const insertLines = async (tx: FulfilmentTx, rows: readonly LineRow[]): Promise<void> => {
  await tx
    .insertInto('fulfilment_line')
    .values([...rows])
    .execute()
}

/**
 * Takes an order for this commit alone: whoever else works on it waits. Written before it is read, so that no
 * older snapshot is pinned.
 */
export const takeTask = async (tx: FulfilmentTx, orderId: string): Promise<TaskRow | undefined> => {
  await tx
    .updateTable('fulfilment_task')
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('id', '=', orderId)
    .execute()
  return findTask(tx, orderId)
}

export const findTask = (db: FulfilmentDb, orderId: string): Promise<TaskRow | undefined> =>
  db.selectFrom('fulfilment_task').selectAll().where('id', '=', orderId).executeTakeFirst()

/** When lots are looked for again. */
export const setLookAt = async (tx: FulfilmentTx, orderId: string, look_at: number): Promise<void> => {
  await tx.updateTable('fulfilment_task').set({ look_at }).where('id', '=', orderId).execute()
}

/** Orders that wait for lots and are due to be looked after. */
export const waitingTasks = (db: FulfilmentDb, now: number, limit: number): Promise<TaskRow[]> =>
  db
    .selectFrom('fulfilment_task')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('look_at', '<=', now)
    .orderBy('pack_by')
    .orderBy('id')
    .limit(limit)
    .execute()

export const linesOf = (db: FulfilmentDb, orderId: string): Promise<LineRow[]> =>
  db.selectFrom('fulfilment_line').selectAll().where('order_id', '=', orderId).orderBy('no').execute()

export const findLine = (db: FulfilmentDb, lineId: string): Promise<LineRow | undefined> =>
  db.selectFrom('fulfilment_line').selectAll().where('id', '=', lineId).executeTakeFirst()

/** So many pieces more of a line are not to be had. */
export const addShort = async (tx: FulfilmentTx, lineId: string, pieces: number): Promise<void> => {
  await tx
    .updateTable('fulfilment_line')
    .set((row) => ({ short_pieces: row('short_pieces', '+', pieces) }))
    .where('id', '=', lineId)
    .execute()
}

export const partsOf = (db: FulfilmentDb, orderId: string): Promise<PartRow[]> =>
  db
    .selectFrom('fulfilment_part')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('use_by')
    .orderBy('lot_id')
    .orderBy('location')
    .execute()

type PartKey = Pick<PartRow, 'line_id' | 'lot_id' | 'location'>

/** Adds pieces of a lot to a line, the first time too. */
export const addPart = async (tx: FulfilmentTx, row: PartRow): Promise<void> => {
  const isNew = await unlessTaken(tx.insertInto('fulfilment_part').values(row).execute())
  if (!isNew) await changePart(tx, row, { pieces: row.pieces, got_pieces: 0, got_g: 0 })
}

/** Changes a part by so much. */
export const changePart = async (
  tx: FulfilmentTx,
  key: PartKey,
  by: Pick<PartRow, 'pieces' | 'got_pieces' | 'got_g'>,
): Promise<void> => {
  await tx
    .updateTable('fulfilment_part')
    .set((row) => ({
      pieces: row('pieces', '+', by.pieces),
      got_pieces: row('got_pieces', '+', by.got_pieces),
      got_g: row('got_g', '+', by.got_g),
    }))
    .where('line_id', '=', key.line_id)
    .where('lot_id', '=', key.lot_id)
    .where('location', '=', key.location)
    .execute()
}

/** A line lets go of a lot. */
export const removePart = async (tx: FulfilmentTx, key: PartKey): Promise<void> => {
  await tx
    .deleteFrom('fulfilment_part')
    .where('line_id', '=', key.line_id)
    .where('lot_id', '=', key.lot_id)
    .where('location', '=', key.location)
    .execute()
}

/** Orders that get pieces of a lot. */
export const ordersWithLot = async (db: FulfilmentDb, lotId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('fulfilment_part')
    .select('order_id')
    .distinct()
    .where('lot_id', '=', lotId)
    .orderBy('order_id')
    .execute()
  return rows.map((row) => row.order_id)
}

export const insertWeighing = async (tx: FulfilmentTx, row: WeighingRow): Promise<void> => {
  await tx.insertInto('fulfilment_weighing').values(row).execute()
}

export const findWeighing = (db: FulfilmentDb, id: string): Promise<WeighingRow | undefined> =>
  db.selectFrom('fulfilment_weighing').selectAll().where('id', '=', id).executeTakeFirst()

/** What was put on scales for an order and stands, oldest first. */
export const weighingsOf = (db: FulfilmentDb, orderId: string): Promise<WeighingRow[]> =>
  db
    .selectFrom('fulfilment_weighing')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('voided_by', 'is', null)
    .orderBy('id')
    .execute()

/** Weighings of one part that stand are taken back with it. */
export const voidPart = async (
  tx: FulfilmentTx,
  key: PartKey & Pick<PartRow, 'order_id'>,
  voided: Pick<WeighingRow, 'voided_by' | 'void_reason'>,
): Promise<void> => {
  await tx
    .updateTable('fulfilment_weighing')
    .set(voided)
    .where('order_id', '=', key.order_id)
    .where('line_id', '=', key.line_id)
    .where('lot_id', '=', key.lot_id)
    .where('location', '=', key.location)
    .where('voided_by', 'is', null)
    .execute()
}

/** Takes one weighing back; false where it was before. */
export const voidWeighingRow = async (
  tx: FulfilmentTx,
  id: string,
  voided: Pick<WeighingRow, 'voided_by' | 'void_reason'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('fulfilment_weighing')
    .set(voided)
    .where('id', '=', id)
    .where('voided_by', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
