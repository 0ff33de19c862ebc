/**
 * The categories of the catalogue: the roots in the order shoppers look for them, known before anything is
 * asked, and the whole tree as the platform has it.
 */
import type { Output } from '@tiantou/client'
import { words } from '../words.data.ts'

export type Category = keyof typeof words.category

export const categories = Object.keys(words.category) as readonly Category[]

/** The category of an address bar's `?category=`, undefined for all. */
export const categoryOf = (query: unknown): Category | undefined => categories.find((one) => one === query)

export type Branch = Output<'categories.page'>['items'][number]

/** From the root to this category, itself last; empty where there is none of that code. */
export const wayTo = (tree: readonly Branch[], code: string): readonly Branch[] => {
  const here = tree.find((one) => one.code === code)
  if (!here) return []
  return [...(here.parent === null ? [] : wayTo(tree, here.parent)), here]
}
