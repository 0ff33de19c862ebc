/** Module search: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { search as searchTables } from '../migrations/0001-search.ts'
import { rebuild } from './commands/rebuild.ts'
import { Search } from './contract.ts'
import { search, status, suggest, wanted } from './queries.ts'
import { openSearchIndex, type SearchIndex } from './search-index.ts'
import type { SearchTables } from './tables.ts'

/** Finding produce. */
export const searchModule = defineModule<SearchTables, Readonly<Record<never, never>>, SearchIndex>()(
  Search,
  {
    commands: { rebuild },
    queries: { search, suggest, wanted, status },
    effects: {},
    index: { open: openSearchIndex },
    migrations: [searchTables],
    settings: {},
  },
)
