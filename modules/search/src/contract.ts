/**
 * What module search offers: finding produce by characters, pinyin, first letters and near misses, with
 * filters, facets and suggestions. It answers from an index beside each process (decision 0030), so what it
 * says may be a moment old: prices and stock that count are asked of their own modules.
 */
import {
  defineContract,
  Fen,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  Pieces,
  StorageClass,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'

/** A product on the shelf as the index knows it. */
export const FoundCard = Obj({
  productId: Id('prd'),
  skuId: Id('sku'),
  title: Type.String(),
  subtitle: Type.String(),
  category: Type.String(),
  origin: Type.String(),
  image: Type.String(),
  spec: Type.String(),
  priceMode: OneOf('piece', 'weight'),
  pieceFen: Fen,
  perJinFen: Fen,
  leastPerOrder: Pieces,
  inSeason: Type.Boolean(),
  storageClass: StorageClass,
})

export const SearchSort = OneOf('relevance', 'price_up', 'price_down', 'newest')

/** What may be asked; each part by itself may be left out, the text too. */
export const SearchInput = {
  q: Type.Optional(Text(60, 0)),
  category: Type.Optional(Text(20)),
  /** As the facet names it: 江西省. */
  province: Type.Optional(Text(20)),
  variety: Type.Optional(Text(30)),
  storageClass: Type.Optional(Text(12)),
  /** Price of the piece on the card, in fen. */
  minFen: Type.Optional(Fen),
  maxFen: Type.Optional(Fen),
  inSeason: Type.Optional(Type.Boolean()),
  inStock: Type.Optional(Type.Boolean()),
  sort: Type.Optional(SearchSort),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 20 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
}

const Values = Type.Array(Obj({ value: Type.String(), count: Type.Integer() }))

/** How many products there are for every value, each facet as if its own filter were not set. */
export const Facets = Obj({
  category: Values,
  province: Values,
  variety: Values,
  storageClass: Values,
  inSeason: Type.Integer(),
  inStock: Type.Integer(),
})

/** What is said beside the items. */
export const FoundBeside = {
  next: Nullable(Type.String()),
  /** All that the filters let through. */
  total: Type.Integer(),
  facets: Facets,
  /** What was searched instead, where the text itself is found nowhere: "did you mean". */
  corrected: Nullable(Type.String()),
  /**
   * How the text was taken: all = there was none; exact; sound = by its pinyin; phrase = its syllables in a
   * row; near = nearly so; any = products that match a part of it; none = nothing at all.
   */
  how: OneOf('all', 'exact', 'sound', 'phrase', 'near', 'any', 'none'),
}

export const SuggestInput = {
  q: Text(30),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 10 })),
}

export const Suggestions = Obj({ items: Type.Array(Type.String()) })

const not_filled = {
  status: 503,
  doc: 'The index of this process has not been filled yet: ask again in a moment.',
}

export const Search = defineContract('search', {
  doc: 'Finding produce by text, filters and facets, from an index beside each process.',
  permissions: { 'search.rebuild': '重建搜索索引' },
  commands: {
    rebuild: {
      doc: 'Has every process make its index anew beside the old one, which answers until that is full.',
      who: { permission: 'search.rebuild' },
      route: { method: 'POST', path: '/staff/search/rebuild' },
      input: Nothing,
      output: Obj({ generation: Type.Integer() }),
    },
  },
  queries: {
    search: {
      doc: 'Products on sale that a text and filters find, with facets.',
      who: 'system',
      input: Obj(SearchInput),
      output: Obj({ items: Type.Array(FoundCard), ...FoundBeside }),
      refusals: { not_filled },
    },
    suggest: {
      doc: 'What one may be about to type, by characters, pinyin or first letters; most products first.',
      who: 'system',
      input: Obj(SuggestInput),
      output: Suggestions,
    },
    wanted: {
      doc: 'The number of the last rebuild that was asked for; an index of an older number is made anew.',
      who: 'system',
      input: Nothing,
      output: Obj({ generation: Type.Integer() }),
    },
    status: {
      doc: 'How the index of the process that answers stands.',
      who: { permission: 'search.rebuild' },
      route: { method: 'GET', path: '/staff/search' },
      input: Nothing,
      output: Obj({
        filled: Type.Boolean(),
        rebuilding: Type.Boolean(),
        products: Type.Integer(),
        generation: Type.Integer(),
        askedAt: Nullable(Time),
      }),
    },
  },
})

/** A product as the feed hands it in. */
export interface ProductIn {
  readonly productId: string
  /** What is not on sale is taken out. */
  readonly onSale: boolean
  readonly title: string
  readonly subtitle: string
  readonly category: string
  readonly variety: string
  readonly originProvince: string
  readonly originCounty: string
  readonly grower: string
  readonly seasonMonths: readonly number[]
  readonly storageClass: StorageClass
  readonly image: string
  readonly createdAt: number
  /** The first is the one on the card; at most 30. */
  readonly skus: readonly {
    readonly skuId: string
    readonly spec: string
    readonly priceMode: 'piece' | 'weight'
    readonly pieceFen: number
    readonly perJinFen: number
    readonly nominalG: number
    readonly leastPerOrder: number
    readonly inStock: boolean
  }[]
}

/** One file of the index as the feed fills it. */
export interface SearchShelf {
  /** Where the feed stands, in its own words; empty at the beginning. */
  readonly cursor: string
  /** Takes products over, together with how far the feed has come. `isLast`: there was no more to hand in. */
  put(products: readonly ProductIn[], cursor: string, isLast: boolean): Promise<void>
  setStock(items: readonly { readonly skuId: string; readonly inStock: boolean }[]): void
  /** SKUs whose stock is to be looked at again, in turn. */
  nextSkus(most: number): readonly string[]
}

/** The side of the index that `between/feeds/search.ts` fills. */
export interface SearchFeed {
  /** The files to fill: the one that answers, and the one that shall take its place. */
  shelves(generation: number): readonly SearchShelf[]
  /** Begins a new file: what was fed is of another past. */
  restart(generation: number): void
  /** Lets the new file take the old one's place, if it is full. */
  swap(): void
}
