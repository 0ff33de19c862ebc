/** Replaces the fields of one SKU, its price too. Orders that stand keep the price they were placed at. */
import type { CommandHandler } from '@tiantou/platform'
import { nextChange, numberChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { toSkuChange } from '../input.ts'
import { isTooWide } from '../rules.ts'
import { productOf, updateProduct, updateSku } from '../store.ts'
import type { ProductTables } from '../tables.ts'

/** Changes a SKU at a version of its product. Refuses what is unknown, changed meanwhile, or too wide. */
export const changeSku: CommandHandler<typeof Products.commands.changeSku, ProductTables> = async (
  { productId, skuId, version, ...fields },
  { tx, refuse, emit },
) => {
  if (isTooWide(fields)) return refuse('tolerance_too_wide', { index: 0 })
  const number = await nextChange(tx)
  const changed = await updateProduct(tx, productId, version, {})
  const row = await productOf(tx, productId)
  if (row === undefined) return refuse('no_such_product')
  if (!changed) return refuse('changed_meanwhile', { version: row.version })
  if (!(await updateSku(tx, productId, skuId, toSkuChange(fields)))) return refuse('no_such_sku')
  await numberChange(tx, productId, number)
  emit(Products.events.changed, { productId, state: row.state })
  return { version: row.version }
}
