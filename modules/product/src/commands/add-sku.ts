/** Adds a SKU to a product: another size, another box. */
import type { CommandHandler } from '@tiantou/platform'
import { announce } from '../announce.ts'
import { nextChange } from '../changes.ts'
import type { Products } from '../contract.ts'
import { toSkuChange } from '../input.ts'
import { skuFault } from '../rules.ts'
import { insertSku, productOf, skusOf, updateProduct } from '../store.ts'
import type { ProductTables } from '../tables.ts'

const MAX_SKUS = 30

/**
 * Adds a SKU at a version of its product. Refuses what is unknown, changed meanwhile, too many, or cannot be.
 */
export const addSku: CommandHandler<typeof Products.commands.addSku, ProductTables> = async (
  { productId, version, ...fields },
  context,
) => {
  const { tx, refuse, id } = context
  const fault = skuFault(fields)
  if (fault !== undefined) return refuse(fault, { index: 0 })
  const no = await nextChange(tx)
  const changed = await updateProduct(tx, productId, version, {})
  const row = await productOf(tx, productId)
  if (row === undefined) return refuse('no_such_product')
  if (!changed) return refuse('changed_meanwhile', { version: row.version })
  const skus = await skusOf(tx, productId)
  if (skus.length >= MAX_SKUS) return refuse('too_many_skus')
  const skuId = id('sku')
  const position = (skus.at(-1)?.position ?? -1) + 1
  await insertSku(tx, { id: skuId, product_id: productId, position, ...toSkuChange(fields) })
  await announce(context, [productId], no)
  return { skuId, version: row.version }
}
