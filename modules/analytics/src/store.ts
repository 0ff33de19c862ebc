/** Every SQL statement of module analytics. */
import { hotInsert, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { AnalyticsTables, EventRow } from './tables.ts'

type AnalyticsTx = Tx<AnalyticsTables>
type AnalyticsDb = ReadDb<AnalyticsTables>

export const insertEvents = hotInsert<EventRow>('analytics_event', [
  'id',
  'day',
  'hour',
  'kind',
  'product_id',
  'sku_id',
  'query',
  'visit',
  'client',
  'pieces',
])

interface Counting {
  readonly day: number
  readonly share: number
}

/** Takes room for so many events of a day; false where its share is full. */
export const takeRoom = async (
  tx: AnalyticsTx,
  { day, share }: Counting,
  events: number,
  most: number,
): Promise<boolean> => {
  const grow = async () => {
    const { numUpdatedRows } = await tx
      .updateTable('analytics_day')
      .set(({ eb }) => ({ events: eb('events', '+', events) }))
      .where('day', '=', day)
      .where('share', '=', share)
      .where('events', '<=', most - events)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
  if (await grow()) return true
  if (events > most) return false
  const isFirst = await unlessTaken(tx.insertInto('analytics_day').values({ day, share, events }).execute())
  return isFirst || grow()
}

/** Deletes a bite of events from before that day, then the counts of days that have none left. */
export const deleteBefore = async (tx: AnalyticsTx, day: number, limit: number): Promise<number> => {
  const rows = await tx
    .selectFrom('analytics_event')
    .select('id')
    .where('day', '<', day)
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.id)
  if (ids.length > 0) await tx.deleteFrom('analytics_event').where('id', 'in', ids).execute()
  else await tx.deleteFrom('analytics_day').where('day', '<', day).execute()
  return ids.length
}

export interface Span {
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** Events and pieces by day, kind and product, the most first. */
export const countsIn = (db: AnalyticsDb, { from, to, limit }: Span, kind: EventRow['kind'] | undefined) => {
  let query = db
    .selectFrom('analytics_event')
    .select(['day', 'kind', 'product_id'])
    .select(({ fn }) => [fn.countAll<number>().as('events'), fn.sum<number>('pieces').as('pieces')])
    .where('day', '>=', from)
    .where('day', '<=', to)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  return query
    .groupBy(['day', 'kind', 'product_id'])
    .orderBy('events', 'desc')
    .orderBy('day', 'desc')
    .orderBy('kind')
    .orderBy('product_id')
    .limit(limit)
    .execute()
}

/** A text of fewer visits than this may say who searched. */
const LEAST_VISITS = 3

/** Searched texts, the most first. */
export const searchesIn = (db: AnalyticsDb, { from, to, limit }: Span) =>
  db
    .selectFrom('analytics_event')
    .select('query')
    .select(({ fn }) => fn.countAll<number>().as('events'))
    .where('day', '>=', from)
    .where('day', '<=', to)
    .where('kind', '=', 'search')
    .where('query', '!=', '')
    .groupBy('query')
    .having(({ fn }) => fn.count('visit').distinct(), '>=', LEAST_VISITS)
    .orderBy('events', 'desc')
    .orderBy('query')
    .limit(limit)
    .execute()
