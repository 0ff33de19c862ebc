/**
 * Replaces the fields of a product. Two people at one product: the second is told, and nothing of the first
 * is lost.
 */
import type { CommandHandler } from '@tiantou/platform'
import { announce } from '../announce.ts'
import { nextChange } from '../changes.ts'
import type { Products } from '../contract.ts'
import { unfitExtra } from '../extra.ts'
import { toProductChange } from '../input.ts'
import type { productSettings } from '../settings.ts'
import { productOf, updateProduct } from '../store.ts'
import { nameCategory } from '../store/categories.ts'
import type { ProductTables } from '../tables.ts'

type Change = CommandHandler<typeof Products.commands.change, ProductTables, typeof productSettings>

/**
 * Changes a product at a version. Refuses no_such_product, and changed_meanwhile with the version it has now;
 * unfit extension fields; unknown categories.
 */
export const change: Change = async ({ productId, version, ...fields }, context) => {
  const { tx, settings, refuse } = context
  const unfit = unfitExtra(settings.extraFields, fields.extra ?? {})
  if (unfit !== undefined) return refuse('extra_unfit', unfit)
  const no = await nextChange(tx)
  const { category } = fields
  const rules = await nameCategory(tx, category)
  if (rules === undefined) return refuse('no_such_category', { category })
  const changed = await updateProduct(tx, productId, version, toProductChange(fields, rules))
  const row = await productOf(tx, productId)
  if (row === undefined) return refuse('no_such_product')
  if (!changed) return refuse('changed_meanwhile', { version: row.version })
  await announce(context, [productId], no)
  return { version: row.version }
}
