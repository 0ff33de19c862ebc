/** Drafts a product with its SKUs. It is seen by nobody until it is put on sale. */
import type { CommandHandler } from '@tiantou/platform'
import { recordHistory } from '@tiantou/platform'
import { nextChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { unfitExtra } from '../extra.ts'
import { toProductChange, toSkuChange } from '../input.ts'
import { skuFault } from '../rules.ts'
import type { productSettings } from '../settings.ts'
import { product } from '../states.ts'
import { insertProduct } from '../store.ts'
import { nameCategory } from '../store/categories.ts'
import { keepWholes } from '../store/versions.ts'
import type { ProductTables } from '../tables.ts'

type Create = CommandHandler<typeof Products.commands.create, ProductTables, typeof productSettings>

/** Makes a draft. Refuses what no SKU can be with its index, unfit extension fields, unknown categories. */
export const create: Create = async ({ skus, ...fields }, context) => {
  const { tx, now, settings, refuse, emit, id } = context
  for (const [index, sku] of skus.entries()) {
    const fault = skuFault(sku)
    if (fault !== undefined) return refuse(fault, { index })
  }
  const unfit = unfitExtra(settings.extraFields, fields.extra ?? {})
  if (unfit !== undefined) return refuse('extra_unfit', unfit)
  const no = await nextChange(tx)
  const { category } = fields
  const rules = await nameCategory(tx, category)
  if (rules === undefined) return refuse('no_such_category', { category })
  const productId = id('prd')
  const rows = skus.map((sku, position) => ({
    id: id('sku'),
    product_id: productId,
    position,
    ...toSkuChange(sku),
  }))
  const state = product.initial
  const row = {
    id: productId,
    ...toProductChange(fields, rules),
    state,
    version: 1,
    created_at: now,
    change_no: no,
    supplier_id: null,
  }
  await insertProduct(tx, row, rows)
  await keepWholes(tx, [{ product: row, skus: rows }], now)
  const birth = { subject_id: productId, axis: 'state', transition: 'create', to_state: state, note: '' }
  await recordHistory(context, 'product_history', birth)
  emit(Products.events.changed, { productId, state })
  return { productId, skuIds: rows.map((sku) => sku.id) }
}
