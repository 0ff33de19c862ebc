/** Every SQL statement about parcels at their carriers. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { LogisticsTables, WaybillRow } from '../tables.ts'

type LogisticsTx = Tx<LogisticsTables>
type Db = ReadDb<LogisticsTables> | LogisticsTx

/** False where the parcel has a carrier already. */
export const insertWaybill = (tx: LogisticsTx, row: WaybillRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('logistics_waybill').values(row).execute())

export const findWaybill = (db: Db, id: string): Promise<WaybillRow | undefined> =>
  db.selectFrom('logistics_waybill').selectAll().where('id', '=', id).executeTakeFirst()

export const waybillByNo = (db: Db, carrier: string, trackingNo: string): Promise<WaybillRow | undefined> =>
  db
    .selectFrom('logistics_waybill')
    .selectAll()
    .where('tracking_no', '=', trackingNo)
    .where('carrier', '=', carrier)
    .orderBy('id', 'desc')
    .executeTakeFirst()

export const waybillsOf = (db: Db, orderId: string): Promise<WaybillRow[]> =>
  db.selectFrom('logistics_waybill').selectAll().where('order_id', '=', orderId).orderBy('id').execute()

export const changeWaybill = async (tx: LogisticsTx, id: string, set: Partial<WaybillRow>): Promise<void> => {
  await tx.updateTable('logistics_waybill').set(set).where('id', '=', id).execute()
}

/** Counts one more asking of the carrier; the row after it. */
export const countAsk = async (tx: LogisticsTx, id: string): Promise<WaybillRow | undefined> => {
  await tx
    .updateTable('logistics_waybill')
    .set(({ eb }) => ({ asks: eb('asks', '+', 1), tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .execute()
  return findWaybill(tx, id)
}

export const waybillsDue = (db: Db, now: number, limit: number) =>
  db
    .selectFrom('logistics_waybill')
    .select(['id', 'asks'])
    .where('ask_at', '<=', now)
    .orderBy('ask_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/** In one state, oldest first. */
export const waybillsIn = (
  db: Db,
  state: WaybillRow['state'],
  after: string | undefined,
  limit: number,
): Promise<WaybillRow[]> =>
  db
    .selectFrom('logistics_waybill')
    .selectAll()
    .where('state', '=', state)
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
