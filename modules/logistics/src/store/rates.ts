/** Every SQL statement about freight rates. Looking rates up is on the checkout's hot path and is bound. */
import { hotRows, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { LogisticsTables, RateRow } from '../tables.ts'

type Db = ReadDb<LogisticsTables> | Tx<LogisticsTables>
type LogisticsTx = Tx<LogisticsTables>
type Key = Pick<RateRow, 'storage_class' | 'region'>

interface Place {
  readonly county: string
  readonly city: string
  readonly province: string
}

const rowsAt = hotRows((db: LogisticsTx, hole: Place) =>
  db
    .selectFrom('logistics_rate')
    .selectAll()
    .where('region', 'in', ['all', hole.province, hole.city, hole.county]),
)

/** The rates that may hold in a place, of every storage class; those of the whole country without one. */
export const ratesAt = (db: Db, chain: readonly string[]): Promise<RateRow[]> => {
  const [county = 'all', city = county, province = city] = chain
  return rowsAt(db as LogisticsTx, { county, city, province })
}

/** All rates, by region and class. */
export const allRates = (db: Db): Promise<RateRow[]> =>
  db.selectFrom('logistics_rate').selectAll().orderBy('region').orderBy('storage_class').execute()

const updateRate = async (tx: LogisticsTx, { storage_class, region, ...fields }: RateRow): Promise<void> => {
  await tx
    .updateTable('logistics_rate')
    .set(fields)
    .where('region', '=', region)
    .where('storage_class', '=', storage_class)
    .execute()
}

/** Writes a rate, the first time too. */
export const putRate = async (tx: LogisticsTx, row: RateRow): Promise<void> => {
  const isNew = await unlessTaken(tx.insertInto('logistics_rate').values(row).execute())
  if (!isNew) await updateRate(tx, row)
}

/** Takes a rate away; one that is not there is fine. */
export const deleteRate = async (tx: LogisticsTx, { storage_class, region }: Key): Promise<void> => {
  await tx
    .deleteFrom('logistics_rate')
    .where('region', '=', region)
    .where('storage_class', '=', storage_class)
    .execute()
}
