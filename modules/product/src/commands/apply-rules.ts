/** Lets products follow the changed rules of their categories, one bite a call. */
import type { CommandHandler } from '@tiantou/platform'
import { nextChange } from '../changes.ts'
import type { Products } from '../contract.ts'
import { followOnce } from '../follow-rules.ts'
import { lockTree } from '../store/categories.ts'
import type { ProductTables } from '../tables.ts'

/** Changes some products; answers which, and whether there may be more. */
export const applyRules: CommandHandler<typeof Products.commands.applyRules, ProductTables> = async (
  _input,
  context,
) => {
  const { tx } = context
  const no = await nextChange(tx)
  await lockTree(tx)
  const { changed, more } = await followOnce(context, no)
  return { productIds: changed.map(({ product }) => product.id), more }
}
