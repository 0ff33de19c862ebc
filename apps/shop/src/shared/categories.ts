/** The categories of the catalogue, in the order shoppers look for them. */
import { words } from '../words.data.ts'

export type Category = keyof typeof words.category

export const categories = Object.keys(words.category) as readonly Category[]

/** The category of an address bar's `?category=`, undefined for all. */
export const categoryOf = (query: unknown): Category | undefined => categories.find((one) => one === query)
