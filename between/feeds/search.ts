/**
 * Feeds the index of module search: follows the changes of products by their numbers, and what is left of
 * them by the events of this process. Of other processes' sales it hears nothing, so it also looks at all
 * stock in turn.
 */
import { Inventory } from '@tiantou/inventory/contract'
import type { OutputOf } from '@tiantou/kernel'
import { feed, type FeedContext } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Search, type ProductIn, type SearchFeed, type SearchShelf } from '@tiantou/search/contract'

type Changes = OutputOf<typeof Products.queries.changes>
type Changed = Changes['items'][number]

/** A page is written in one breath of some ten milliseconds, in which the process does nothing else. */
const PAGE = 50
/** SKUs that one run looks at again: all of a shop of 6,000 within a minute. */
const LOOKED_AT = 100
/** So many may be asked for at once. */
const STOCK_PAGE = 100

const stockOf = async (skuIds: readonly string[], { ask }: FeedContext): Promise<Map<string, boolean>> => {
  const stock = new Map<string, boolean>()
  for (let i = 0; i < skuIds.length; i += STOCK_PAGE) {
    const page = skuIds.slice(i, i + STOCK_PAGE)
    const { items } = await ask(Inventory.queries.availability, { skuIds: page })
    for (const { skuId, band } of items) stock.set(skuId, band !== 'none')
  }
  return stock
}

/** Category → the root of its tree: what the lexicon's words for kinds of goods mean. */
const rootsOf = async ({ ask }: FeedContext): Promise<ReadonlyMap<string, string>> => {
  const { items } = await ask(Products.queries.categories, {})
  const roots = new Map<string, string>()
  // In the order of the tree: a parent stands before its children.
  for (const { code, parent } of items) {
    roots.set(code, parent === null ? code : (roots.get(parent) ?? code))
  }
  return roots
}

/** What the index wants to know; a field that products gain later is added here. */
const toProductIn = (
  changed: Changed,
  roots: ReadonlyMap<string, string>,
  stock: ReadonlyMap<string, boolean>,
): ProductIn => ({
  ...changed,
  category: roots.get(changed.category) ?? changed.category,
  onSale: changed.state === 'on_sale' && changed.skus.length > 0,
  skus: changed.skus.map((sku) => ({ ...sku, inStock: stock.get(sku.skuId) ?? false })),
})

type Cursor = { readonly no: number; readonly id: string }

const readCursor = (text: string): Cursor => {
  const [no = '', id = ''] = text.split(' ')
  return no === '' ? { no: -1, id: '' } : { no: Number(no), id }
}

/** Hands over what changed since the shelf was last fed; false where its past is not this database's. */
const follow = async (shelf: SearchShelf, context: FeedContext): Promise<boolean> => {
  for (let isLast = false; !isLast && !context.signal.aborted;) {
    const { cursor } = shelf
    const after = readCursor(cursor)
    const { items, lastNo } = await context.ask(Products.queries.changes, { after, limit: PAGE })
    if (lastNo < after.no) return false
    isLast = items.length < PAGE
    const last = items.at(-1)
    const next = last === undefined ? cursor : `${last.changeNo} ${last.productId}`
    if (last === undefined && cursor !== '') return true
    const onSale = items.filter((item) => item.state === 'on_sale')
    const skuIds = onSale.flatMap((item) => item.skus.map((sku) => sku.skuId))
    const stock = await stockOf(skuIds, context)
    const roots = await rootsOf(context)
    await shelf.put(
      items.map((item) => toProductIn(item, roots, stock)),
      next,
      isLast,
    )
  }
  return true
}

const lookAtStock = async (shelf: SearchShelf, context: FeedContext): Promise<void> => {
  const heard = context.heard(Inventory.events.band_changed).map(({ skuId }) => skuId)
  const skuIds = [...new Set([...heard, ...shelf.nextSkus(LOOKED_AT)])]
  const stock = await stockOf(skuIds, context)
  shelf.setStock([...stock].map(([skuId, inStock]) => ({ skuId, inStock })))
}

/** Keeps the index of this process up to date. */
export const searchFeed = feed<SearchFeed>(Search, 'search.follow', {
  every_s: 1,
  hears: [Products.events.changed, Inventory.events.band_changed],
  fill: async (index, context) => {
    const { generation } = await context.ask(Search.queries.wanted, {})
    for (const shelf of index.shelves(generation)) {
      if (!(await follow(shelf, context))) {
        index.restart(generation)
        return
      }
      await lookAtStock(shelf, context)
    }
    index.swap()
  },
})
