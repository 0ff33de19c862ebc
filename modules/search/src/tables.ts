/** Row types of the search_* tables. What is found lies in the index, not here. */

/** One row: the last rebuild that was asked for. */
export interface RebuildRow {
  id: string
  generation: number
  asked_at: number | null
}

export interface SearchTables {
  search_rebuild: RebuildRow
}
