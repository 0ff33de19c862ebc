/** Replaces name, position and own rules of a category. What hangs below, and its products, follow. */
import type { CommandHandler } from '@tiantou/platform'
import { movedRows, openRule, replaced } from '../category-rules.ts'
import { nextChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { followOnce } from '../follow-rules.ts'
import { toOwnColumns } from '../input.ts'
import { categoriesOf, lockTree, updateCategory } from '../store/categories.ts'
import { writePlaces } from '../write-places.ts'
import type { ProductTables } from '../tables.ts'

type Change = CommandHandler<typeof Products.commands.changeCategory, ProductTables>

/** Changes it at a version. Refuses what is unknown or changed meanwhile, and roots with open rules. */
export const changeCategory: Change = async ({ code, version, name, position, rules }, context) => {
  const { tx, refuse, emit } = context
  const no = await nextChange(tx)
  await lockTree(tx)
  const rows = await categoriesOf(tx)
  const old = rows.find((row) => row.code === code && row.state === 'live')
  if (old === undefined) return refuse('unknown_category')
  if (old.version !== version) return refuse('category_changed_meanwhile', { version: old.version })
  const own = toOwnColumns(rules)
  const open = old.parent === null ? openRule(own) : undefined
  if (open !== undefined) return refuse('root_needs_rules', { rule: open })
  const change = { name, position, ...own }
  await updateCategory(tx, code, { ...change, version: version + 1 })
  const wanted = rows.map((row) => (row.code === code ? { ...row, ...change } : row))
  await writePlaces(tx, movedRows(rows, replaced(wanted)))
  await followOnce(context, no)
  emit(Products.events.category_changed, { code })
  return { version: version + 1 }
}
