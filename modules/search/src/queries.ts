/** What can be asked of module search. */
import type { OutputOf } from '@tiantou/kernel'
import { CallError, type NoSettings, type QueryHandler } from '@tiantou/platform'
import type { Search } from './contract.ts'
import { monthMask, readCursor, writeCursor } from './rules.ts'
import type { SearchIndex } from './search-index.ts'
import { lastRebuild } from './store.ts'
import type { SearchTables } from './tables.ts'

type Reads<N extends keyof typeof Search.queries> = QueryHandler<
  (typeof Search.queries)[N],
  SearchTables,
  NoSettings,
  SearchIndex
>
type Card = OutputOf<typeof Search.queries.search>['items'][number]
/** A card as the index keeps it: whether it is in season depends on today. */
type KeptCard = Omit<Card, 'inSeason'> & { readonly seasonMask: number }

const defaultLimit = 20
const defaultSuggestions = 10

const badInput = (pointer: string, message: string): CallError =>
  new CallError('platform.bad_input', `The field ${pointer} ${message}.`, [{ pointer, message }])

/** Products that a text and filters find. Refuses not_filled. */
export const search: Reads<'search'> = async (
  { q = '', sort = 'relevance', limit = defaultLimit, cursor, ...filters },
  { index, now, refuse },
) => {
  const { minFen, maxFen } = filters
  if (minFen !== undefined && maxFen !== undefined && minFen > maxFen)
    throw badInput('/maxFen', 'is less than minFen')
  const after = cursor === undefined ? undefined : readCursor(sort, cursor)
  if (after === null) throw badInput('/cursor', 'is not a cursor of this list')
  if (!index.filled) return refuse('not_filled')
  const found = await index.search({ text: q, filters, sort, after, limit, now })
  const month = monthMask(now)
  const items = (found.cards as KeptCard[]).map(({ seasonMask, ...card }) => ({
    ...card,
    inSeason: (seasonMask & month) !== 0,
  }))
  const last = found.rows.length > limit ? found.rows[limit - 1] : undefined
  return {
    items,
    next: last === undefined ? null : writeCursor(sort, last.place),
    total: found.total,
    facets: { ...found.facets },
    corrected: found.corrected,
    how: found.how,
  } as OutputOf<typeof Search.queries.search>
}

/** Phrases that begin so. */
export const suggest: Reads<'suggest'> = async ({ q, limit = defaultSuggestions }, { index }) => ({
  items: index.suggest(q, limit),
})

/** The last rebuild that was asked for. */
export const wanted: Reads<'wanted'> = async (_input, { db }) => ({
  generation: (await lastRebuild(db)).generation,
})

/** How the index of this process stands. */
export const status: Reads<'status'> = async (_input, { db, index }) => {
  const { generation, asked_at: askedAt } = await lastRebuild(db)
  const { filled, rebuilding, products } = index
  return { filled, rebuilding, products, generation, askedAt }
}
