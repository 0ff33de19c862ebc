/** SQL of what a channel is to be told about shipping. */
import { unlessTaken, type ReadDb, type Tx } from '@tiantou/platform'
import { shipmentState } from './states.ts'
import type { PaymentTables, ShipmentRow } from './tables.ts'

type Db = ReadDb<PaymentTables> | Tx<PaymentTables>

/** Notes a shipment; false where the payment has one. */
export const insertShipment = (tx: Tx<PaymentTables>, row: ShipmentRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('payment_shipment').values(row).execute())

export const findShipment = (db: Db, paymentId: string): Promise<ShipmentRow | undefined> =>
  db.selectFrom('payment_shipment').selectAll().where('id', '=', paymentId).executeTakeFirst()

/** What is due to be told. */
export const shipmentsDue = (db: Db, now: number, limit: number) =>
  db
    .selectFrom('payment_shipment')
    .select(['id', 'asks'])
    .where('state', '=', shipmentState.initial)
    .where('next_ask_at', '<=', now)
    .orderBy('next_ask_at')
    .limit(limit)
    .execute()

/** What is stuck, newest first. */
export const shipmentsStuck = (db: Db, before: string | undefined, limit: number): Promise<ShipmentRow[]> =>
  db
    .selectFrom('payment_shipment')
    .selectAll()
    .where('state', '=', 'stuck')
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const setShipmentAsk = async (
  tx: Tx<PaymentTables>,
  paymentId: string,
  asks: number,
  nextAskAt: number,
) => {
  await tx
    .updateTable('payment_shipment')
    .set({ asks, next_ask_at: nextAskAt })
    .where('id', '=', paymentId)
    .execute()
}
