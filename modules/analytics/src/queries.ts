/** What can be asked of module analytics. */
import type { QueryHandler } from '@tiantou/platform'
import type { Analytics } from './contract.ts'
import type { AnalyticsSettings } from './settings.ts'
import { countsIn, searchesIn } from './store.ts'
import type { AnalyticsTables } from './tables.ts'

type Queries = typeof Analytics.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], AnalyticsTables, AnalyticsSettings>

/** Counts by day, kind and product. */
export const counts: Handler<'counts'> = async ({ from, to, kind, limit = 200 }, { db }) => {
  const rows = await countsIn(db, { from, to, limit }, kind)
  return {
    items: rows.map((row) => ({
      day: row.day,
      kind: row.kind,
      productId: row.product_id === '' ? null : row.product_id,
      events: Number(row.events),
      pieces: Number(row.pieces),
    })),
  }
}

/** Searched texts that enough visits share. */
export const searches: Handler<'searches'> = async ({ from, to, limit = 100 }, { db }) => {
  const rows = await searchesIn(db, { from, to, limit })
  return { items: rows.map((row) => ({ query: row.query, events: Number(row.events) })) }
}
