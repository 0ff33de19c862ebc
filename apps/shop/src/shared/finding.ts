/**
 * What the search is asked, as it stands in the address bar: a search can be sent on, and the way back finds
 * it as it was left. Prices there are whole yuan, as people type them.
 */
import type { Input, Output } from '@tiantou/client'
import type { LocationQuery } from 'vue-router'

export type Asked = Input<'search-page.page'>
export type Facets = Output<'search-page.page'>['facets']

export const sorts = ['relevance', 'price_up', 'price_down', 'newest'] as const

/** Filters by their names in the address bar, and what each may say there. */
const allowed = {
  category: /^[a-z][a-z0-9-]{0,19}$/,
  province: /^.{1,20}$/,
  variety: /^.{1,30}$/,
  storage: /^[a-z]{1,12}$/,
  min: /^\d{1,6}$/,
  max: /^\d{1,6}$/,
  stock: /^1$/,
  season: /^1$/,
} as const

export type Filter = keyof typeof allowed
export type Chosen = Readonly<Partial<Record<Filter, string>>>
/** What a press changes; undefined takes a filter away. */
export type Change = Readonly<Partial<Record<Filter | 'sort', string | undefined>>>

export const filters = Object.keys(allowed) as readonly Filter[]

/** Takes all filters away. */
export const nothingChosen: Change = Object.fromEntries(filters.map((name) => [name, undefined]))

export const textOf = (query: LocationQuery): string => {
  const { q } = query
  return typeof q === 'string' ? q.slice(0, 60) : ''
}

export const sortOf = (query: LocationQuery) => sorts.find((one) => one === query['sort']) ?? 'relevance'

/** The filters that are set; what makes no sense is passed over. */
export const chosenOf = (query: LocationQuery): Chosen =>
  Object.fromEntries(
    filters.flatMap((name) => {
      const value = query[name]
      return typeof value === 'string' && allowed[name].test(value) ? [[name, value]] : []
    }),
  )

/** The question to the platform that an address bar stands for. */
export const askedOf = (query: LocationQuery, cursor?: string): Asked => {
  const q = textOf(query)
  const { category, province, variety, storage, min, max, stock, season } = chosenOf(query)
  return {
    limit: 20,
    sort: sortOf(query),
    ...(q ? { q } : {}),
    ...(category ? { category } : {}),
    ...(province ? { province } : {}),
    ...(variety ? { variety } : {}),
    ...(storage ? { storageClass: storage } : {}),
    ...(min ? { minFen: Number(min) * 100 } : {}),
    ...(max ? { maxFen: Number(max) * 100 } : {}),
    ...(stock ? { inStock: true } : {}),
    ...(season ? { inSeason: true } : {}),
    ...(cursor ? { cursor } : {}),
  }
}
