/** Every SQL statement about what carriers told of parcels. Rows are only ever added. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { LogisticsTables, TrackRow } from '../tables.ts'

type Db = ReadDb<LogisticsTables> | Tx<LogisticsTables>

/** Whether it is new. */
export const addTrack = (tx: Tx<LogisticsTables>, row: TrackRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('logistics_track').values(row).execute())

/** Newest first; of one moment, what was told later. */
export const tracksOf = (db: Db, carrier: string, trackingNo: string, limit = 500): Promise<TrackRow[]> =>
  db
    .selectFrom('logistics_track')
    .selectAll()
    .where('carrier', '=', carrier)
    .where('tracking_no', '=', trackingNo)
    .orderBy('at', 'desc')
    .orderBy('told_at', 'desc')
    .orderBy('text_blind')
    .limit(limit)
    .execute()

/** What happened last. */
export const latestTrack = async (
  tx: Tx<LogisticsTables>,
  carrier: string,
  trackingNo: string,
): Promise<TrackRow | undefined> => (await tracksOf(tx, carrier, trackingNo, 1))[0]
