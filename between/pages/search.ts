/**
 * Search and suggestions. What is left of a product is asked of its own module, so the cards say it truly.
 */
import { Inventory } from '@tiantou/inventory/contract'
import { page } from '@tiantou/platform'
import { Search } from '@tiantou/search/contract'
import { SearchPage, SuggestPage } from './search.contract.ts'

export const searchPage = page(SearchPage, async (input, { ask }) => {
  const { items, ...beside } = await ask(Search.queries.search, input)
  const stock = await ask(Inventory.queries.availability, { skuIds: items.map((card) => card.skuId) })
  const bands = new Map(stock.items.map((item) => [item.skuId, item.band]))
  return { items: items.map((card) => ({ ...card, band: bands.get(card.skuId) ?? 'none' })), ...beside }
})

export const suggestPage = page(SuggestPage, (input, { ask }) => ask(Search.queries.suggest, input))
