/** Drafts a product with its SKUs. It is seen by nobody until it is put on sale. */
import type { CommandHandler } from '@tiantou/platform'
import { recordHistory } from '@tiantou/platform'
import { nextChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { toProductChange, toSkuChange } from '../input.ts'
import { isTooWide } from '../rules.ts'
import { product } from '../states.ts'
import { insertProduct } from '../store.ts'
import type { ProductTables } from '../tables.ts'

/** Makes a draft. Refuses tolerance_too_wide with the index of the SKU. */
export const create: CommandHandler<typeof Products.commands.create, ProductTables> = async (
  { skus, ...fields },
  context,
) => {
  const { tx, now, refuse, emit, id } = context
  const index = skus.findIndex(isTooWide)
  if (index >= 0) return refuse('tolerance_too_wide', { index })
  const productId = id('prd')
  const rows = skus.map((sku, position) => ({
    id: id('sku'),
    product_id: productId,
    position,
    ...toSkuChange(sku),
  }))
  const state = product.initial
  const number = { change_no: await nextChange(tx) }
  const row = { id: productId, ...toProductChange(fields), state, version: 1, created_at: now, ...number }
  await insertProduct(tx, row, rows)
  const birth = { subject_id: productId, axis: 'state', transition: 'create', to_state: state, note: '' }
  await recordHistory(context, 'product_history', birth)
  emit(Products.events.changed, { productId, state })
  return { productId, skuIds: rows.map((sku) => sku.id) }
}
