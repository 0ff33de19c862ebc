/** Hangs a category with all below it elsewhere. What it inherited changes with its ancestors. */
import type { CommandHandler } from '@tiantou/platform'
import { isBelow, MAX_DEPTH, movedRows, openRule, replaced } from '../category-rules.ts'
import { nextChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { followOnce } from '../follow-rules.ts'
import { categoriesOf, lockTree, updateCategory } from '../store/categories.ts'
import { writePlaces } from '../write-places.ts'
import type { ProductTables } from '../tables.ts'

type Move = CommandHandler<typeof Products.commands.moveCategory, ProductTables>

/** Moves it. Refuses what is unknown, circles, trees too deep, and roots with open rules. */
export const moveCategory: Move = async ({ code, parent, position }, context) => {
  const { tx, refuse, emit } = context
  const no = await nextChange(tx)
  await lockTree(tx)
  const rows = await categoriesOf(tx)
  const live = rows.filter((row) => row.state === 'live')
  const old = live.find((row) => row.code === code)
  if (old === undefined) return refuse('unknown_category')
  const above = live.find((row) => row.code === parent)
  if (parent !== null && above === undefined) return refuse('no_such_category', { category: parent })
  if (above !== undefined && isBelow(above, code)) return refuse('circle')
  const open = parent === null ? openRule(old) : undefined
  if (open !== undefined) return refuse('root_needs_rules', { rule: open })
  const change = { parent, position }
  const after = replaced(rows.map((row) => (row.code === code ? { ...row, ...change } : row)))
  if (after.some((row) => row.depth > MAX_DEPTH)) return refuse('too_deep', { max: MAX_DEPTH })
  const version = old.version + 1
  await updateCategory(tx, code, { ...change, version })
  await writePlaces(tx, movedRows(rows, after))
  await followOnce(context, no)
  emit(Products.events.category_changed, { code })
  return { version }
}
