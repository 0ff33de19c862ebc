/**
 * Replaces the fields of a product. Two people at one product: the second is told, and nothing of the first
 * is lost.
 */
import type { CommandHandler } from '@tiantou/platform'
import { nextChange, numberChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { toProductChange } from '../input.ts'
import { productOf, updateProduct } from '../store.ts'
import type { ProductTables } from '../tables.ts'

/**
 * Changes a product at a version. Refuses no_such_product, and changed_meanwhile with the version it has now.
 */
export const change: CommandHandler<typeof Products.commands.change, ProductTables> = async (
  { productId, version, ...fields },
  { tx, refuse, emit },
) => {
  const number = await nextChange(tx)
  const changed = await updateProduct(tx, productId, version, toProductChange(fields))
  const row = await productOf(tx, productId)
  if (row === undefined) return refuse('no_such_product')
  if (!changed) return refuse('changed_meanwhile', { version: row.version })
  await numberChange(tx, productId, number)
  emit(Products.events.changed, { productId, state: row.state })
  return { version: row.version }
}
