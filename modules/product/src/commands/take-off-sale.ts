/** Takes a product off sale; orders that stand are not touched. */
import type { CommandHandler } from '@tiantou/platform'
import { nextChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { productOf } from '../store.ts'
import { keepVersions } from '../store/versions.ts'
import { moveProduct } from '../sale.ts'
import type { ProductTables } from '../tables.ts'

/** Moves the product. Refuses no_such_product and wrong_state. */
export const takeOffSale: CommandHandler<typeof Products.commands.takeOffSale, ProductTables> = async (
  { productId },
  context,
) => {
  const { tx, now, refuse, emit } = context
  const no = await nextChange(tx)
  if (!(await moveProduct(context, productId, 'takeOffSale'))) {
    return refuse((await productOf(tx, productId)) === undefined ? 'no_such_product' : 'wrong_state')
  }
  await keepVersions(tx, [productId], { now, no })
  emit(Products.events.changed, { productId, state: 'off_sale' })
  return {}
}
