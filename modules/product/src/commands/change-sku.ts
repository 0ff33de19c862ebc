/** Replaces the fields of one SKU, its price too. Orders that stand keep the price they were placed at. */
import type { CommandHandler } from '@tiantou/platform'
import { announce } from '../announce.ts'
import { nextChange } from '../changes.ts'
import type { Products } from '../contract.ts'
import { toSkuChange } from '../input.ts'
import { skuFault } from '../rules.ts'
import { productOf, updateProduct, updateSku } from '../store.ts'
import type { ProductTables } from '../tables.ts'

/** Changes a SKU at a version of its product. Refuses what is unknown, changed meanwhile, or cannot be. */
export const changeSku: CommandHandler<typeof Products.commands.changeSku, ProductTables> = async (
  { productId, skuId, version, ...fields },
  context,
) => {
  const { tx, refuse } = context
  const fault = skuFault(fields)
  if (fault !== undefined) return refuse(fault, { index: 0 })
  const no = await nextChange(tx)
  const changed = await updateProduct(tx, productId, version, {})
  const row = await productOf(tx, productId)
  if (row === undefined) return refuse('no_such_product')
  if (!changed) return refuse('changed_meanwhile', { version: row.version })
  if (!(await updateSku(tx, productId, skuId, toSkuChange(fields)))) return refuse('no_such_sku')
  await announce(context, [productId], no)
  return { version: row.version }
}
