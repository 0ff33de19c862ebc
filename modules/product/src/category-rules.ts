/**
 * Decisions about the tree of categories: who inherits what, how deep it is, where a circle would be. Pure.
 */
import type { CategoryRow, RuleColumns } from './tables.ts'

/** Roots are 1 deep; shoppers do not dig deeper than this. */
export const MAX_DEPTH = 4

/** What a category says itself. */
export type OwnColumns = Pick<
  CategoryRow,
  'own_storage_class' | 'own_shelf_life_d' | 'own_claim_window_h' | 'own_documents'
>
type Node = Pick<CategoryRow, 'code' | 'parent' | 'position'>
export type Placed = RuleColumns & Pick<CategoryRow, 'depth' | 'path'>

const RULE_NAMES = {
  own_storage_class: 'storageClass',
  own_shelf_life_d: 'shelfLifeDays',
  own_claim_window_h: 'claimWindowHours',
  own_documents: 'documents',
} as const

/** The rule that a root would leave open; undefined where it says all of them. */
export const openRule = (own: OwnColumns) =>
  Object.entries(RULE_NAMES).find(([column]) => own[column as keyof OwnColumns] === null)?.[1]

/** What follows for a category that hangs below `parent` (undefined for a root, which must say all). */
export const placedBelow = (node: OwnColumns & Pick<Node, 'code'>, parent: Placed | undefined): Placed => ({
  depth: (parent?.depth ?? 0) + 1,
  path: `${parent?.path ?? '/'}${node.code}/`,
  storage_class: node.own_storage_class ?? parent?.storage_class ?? 'ambient',
  shelf_life_d: node.own_shelf_life_d ?? parent?.shelf_life_d ?? 1,
  claim_window_h: node.own_claim_window_h ?? parent?.claim_window_h ?? 0,
  documents: node.own_documents ?? parent?.documents ?? '',
})

const byPlace = (one: Node, other: Node) => one.position - other.position || (one.code < other.code ? -1 : 1)

/** The tree as a list: parents before children, siblings by position, then code. */
export const inTreeOrder = <N extends Node>(nodes: readonly N[]): N[] => {
  const below = Map.groupBy(nodes, (node) => node.parent)
  const walk = (parent: string | null): N[] =>
    (below.get(parent) ?? []).toSorted(byPlace).flatMap((node) => [node, ...walk(node.code)])
  return walk(null)
}

/** All of the tree with its depths, paths and effective rules made anew. */
export const replaced = (rows: readonly CategoryRow[]): CategoryRow[] => {
  const done = new Map<string, CategoryRow>()
  return inTreeOrder(rows).map((row) => {
    const parent = row.parent === null ? undefined : done.get(row.parent)
    const placed = { ...row, ...placedBelow(row, parent) }
    done.set(row.code, placed)
    return placed
  })
}

const FOLLOWING = ['depth', 'path', 'storage_class', 'shelf_life_d', 'claim_window_h', 'documents'] as const
const RULES = ['storage_class', 'shelf_life_d', 'claim_window_h', 'documents'] as const

/** The rows of `after` that are not as they were; `due` where products must follow. */
export const movedRows = (before: readonly CategoryRow[], after: readonly CategoryRow[]): CategoryRow[] => {
  const old = new Map(before.map((row) => [row.code, row]))
  return after.flatMap((row) => {
    const was = old.get(row.code)
    if (was === undefined || FOLLOWING.every((column) => was[column] === row[column])) return []
    return [RULES.every((column) => was[column] === row[column]) ? row : { ...row, due: 1 }]
  })
}

/** Whether `code` is the category itself or one below it: hanging it there would make a circle. */
export const isBelow = (candidate: Pick<CategoryRow, 'path'>, code: string): boolean =>
  candidate.path.includes(`/${code}/`)
