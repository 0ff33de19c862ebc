/** SQL of parcels. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { FulfilmentTables, ParcelRow } from '../tables.ts'

export const insertParcels = async (tx: Tx<FulfilmentTables>, rows: readonly ParcelRow[]): Promise<void> => {
  if (rows.length > 0)
    await tx
      .insertInto('fulfilment_parcel')
      .values([...rows])
      .execute()
}

export const findParcel = (db: ReadDb<FulfilmentTables>, id: string): Promise<ParcelRow | undefined> =>
  db.selectFrom('fulfilment_parcel').selectAll().where('id', '=', id).executeTakeFirst()

/** The number of a parcel that is still here. */
export const setWaybill = async (
  tx: Tx<FulfilmentTables>,
  id: string,
  carrier: string,
  trackingNo: string,
): Promise<void> => {
  await tx
    .updateTable('fulfilment_parcel')
    .set({ carrier, tracking_no: trackingNo })
    .where('id', '=', id)
    .where('state', '=', 'packed')
    .execute()
}

export const parcelsOf = (db: ReadDb<FulfilmentTables>, orderId: string): Promise<ParcelRow[]> =>
  db.selectFrom('fulfilment_parcel').selectAll().where('order_id', '=', orderId).orderBy('no').execute()
