/** What the search pages offer on the wire: found cards with facets, and suggestions while one types. */
import { declarePage, Obj, passOn, Type } from '@tiantou/kernel'
import { Band } from '@tiantou/inventory/contract'
import {
  FoundBeside,
  FoundCard,
  Search,
  SearchInput,
  SuggestInput,
  Suggestions,
} from '@tiantou/search/contract'

/** GET /search */
export const SearchPage = declarePage('search-page', {
  doc: 'Products on sale that a text and filters find, as cards with how much is left, with facets.',
  who: 'anyone',
  route: { method: 'GET', path: '/search', limit: 'read' },
  input: Obj(SearchInput),
  output: Obj({ items: Type.Array(Obj({ ...FoundCard.properties, band: Band })), ...FoundBeside }),
  refusals: passOn(Search.queries.search),
})

/** GET /search/suggest */
export const SuggestPage = declarePage('suggest-page', {
  doc: 'What one may be about to type, by characters, pinyin or first letters.',
  who: 'anyone',
  route: { method: 'GET', path: '/search/suggest', limit: 'read' },
  input: Obj(SuggestInput),
  output: Suggestions,
})
