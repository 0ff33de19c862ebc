/** Adds a category to the tree. */
import type { CommandHandler } from '@tiantou/platform'
import { MAX_DEPTH, openRule, placedBelow } from '../category-rules.ts'
import { Products } from '../contract.ts'
import { toOwnColumns } from '../input.ts'
import { category } from '../states.ts'
import { categoriesOf, insertCategory, lockTree } from '../store/categories.ts'
import type { ProductTables } from '../tables.ts'

type Create = CommandHandler<typeof Products.commands.createCategory, ProductTables>

/**
 * Adds it. Refuses parents that are none, trees too deep, roots with open rules, and codes that are taken.
 */
export const createCategory: Create = async (
  { code, name, parent, position, rules },
  { tx, refuse, emit },
) => {
  await lockTree(tx)
  const rows = await categoriesOf(tx)
  const above = rows.find((row) => row.code === parent && row.state === 'live')
  if (parent !== null && above === undefined) return refuse('no_such_category', { category: parent })
  const own = toOwnColumns(rules)
  const open = parent === null ? openRule(own) : undefined
  if (open !== undefined) return refuse('root_needs_rules', { rule: open })
  const node = { code, name, parent, position, ...own }
  const placed = placedBelow(node, above)
  if (placed.depth > MAX_DEPTH) return refuse('too_deep', { max: MAX_DEPTH })
  const row = { ...node, ...placed, state: category.initial, version: 1, due: 0, named: 0 }
  if (!(await insertCategory(tx, row))) return refuse('category_exists')
  emit(Products.events.category_changed, { code })
  return {}
}
