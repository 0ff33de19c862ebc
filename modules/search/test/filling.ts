/** Fills an index as a feed would, and asks it as a query would. */
import type { ProductIn } from '../src/contract.ts'
import type { Asked, SearchIndex } from '../src/search-index.ts'

const PAGE = 100

/** Hands products to every file of an index, in pages; the newest comes last. */
export const fill = async (
  index: SearchIndex,
  products: readonly ProductIn[],
  generation = 0,
): Promise<void> => {
  for (const shelf of index.shelves(generation)) {
    for (let from = 0; from < products.length || from === 0; from += PAGE) {
      const page = products.slice(from, from + PAGE)
      await shelf.put(page, String(from + page.length), from + PAGE >= products.length)
    }
  }
}

/** A question with nothing but a text, and what is given besides. */
export const askedFor = (text: string, more: Partial<Asked> = {}): Asked => ({
  text,
  filters: {},
  sort: 'relevance',
  after: undefined,
  limit: 10,
  now: Date.UTC(2026, 9, 15),
  ...more,
})
