/** SQL of scales and of their control charts. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { CheckRow, FulfilmentTables, ScaleRow } from '../tables.ts'

type FulfilmentDb = ReadDb<FulfilmentTables>

/** Names a scale; false where the name is taken. */
export const insertScale = (tx: Tx<FulfilmentTables>, row: ScaleRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('fulfilment_scale').values(row).execute())

export const findScale = (db: FulfilmentDb, id: string): Promise<ScaleRow | undefined> =>
  db.selectFrom('fulfilment_scale').selectAll().where('id', '=', id).executeTakeFirst()

export const allScales = (db: FulfilmentDb): Promise<ScaleRow[]> =>
  db.selectFrom('fulfilment_scale').selectAll().orderBy('id').execute()

export const insertCheck = async (tx: Tx<FulfilmentTables>, row: CheckRow): Promise<void> => {
  await tx.insertInto('fulfilment_scale_check').values(row).execute()
}

/** The latest checks of a scale, newest first. */
export const latestChecks = (db: FulfilmentDb, scale: string, limit: number): Promise<CheckRow[]> =>
  db
    .selectFrom('fulfilment_scale_check')
    .selectAll()
    .where('scale', '=', scale)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
