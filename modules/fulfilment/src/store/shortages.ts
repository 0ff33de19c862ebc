/** SQL of pieces that are not to be had. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { FulfilmentTables, ShortageRow } from '../tables.ts'

type FulfilmentTx = Tx<FulfilmentTables>
type FulfilmentDb = ReadDb<FulfilmentTables>

export const insertShortage = async (tx: FulfilmentTx, row: ShortageRow): Promise<void> => {
  await tx.insertInto('fulfilment_shortage').values(row).execute()
}

export const findShortage = (db: FulfilmentDb, id: string): Promise<ShortageRow | undefined> =>
  db.selectFrom('fulfilment_shortage').selectAll().where('id', '=', id).executeTakeFirst()

export const shortagesOf = (db: FulfilmentDb, orderId: string): Promise<ShortageRow[]> =>
  db.selectFrom('fulfilment_shortage').selectAll().where('order_id', '=', orderId).orderBy('id').execute()

/** Shoppers who were asked and did not answer in time. */
export const unanswered = (db: FulfilmentDb, now: number, limit: number): Promise<ShortageRow[]> =>
  db
    .selectFrom('fulfilment_shortage')
    .selectAll()
    .where('state', '=', 'asked')
    .where('answer_by', '<=', now)
    .orderBy('answer_by')
    .limit(limit)
    .execute()
