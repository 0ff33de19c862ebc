/** Takes an empty category out of use. Its row stays, so that its code is never given to another. */
import type { CommandHandler } from '@tiantou/platform'
import { Products } from '../contract.ts'
import { categoriesOf, isNamed, lockTree, retire } from '../store/categories.ts'
import type { ProductTables } from '../tables.ts'

type Retire = CommandHandler<typeof Products.commands.retireCategory, ProductTables>

/** Retires it. Refuses what is unknown, and what has live children or products. */
export const retireCategory: Retire = async ({ code }, { tx, refuse, emit }) => {
  await lockTree(tx)
  // First: whoever names it for a product in this moment waits here, or is waited for.
  if (!(await retire(tx, code))) return refuse('unknown_category')
  const rows = await categoriesOf(tx)
  const children = rows.filter((row) => row.parent === code && row.state === 'live').length
  const hasProducts = await isNamed(tx, code)
  if (children > 0 || hasProducts) return refuse('category_in_use', { children, hasProducts })
  emit(Products.events.category_changed, { code })
  return {}
}
