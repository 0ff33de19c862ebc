/** Takes a product off sale; orders that stand are not touched. */
import { type CommandHandler, move } from '@tiantou/platform'
import { nextChange, numberChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { product } from '../states.ts'
import { productOf } from '../store.ts'
import type { ProductTables } from '../tables.ts'

/** Moves the product. Refuses no_such_product and wrong_state. */
export const takeOffSale: CommandHandler<typeof Products.commands.takeOffSale, ProductTables> = async (
  { productId },
  context,
) => {
  const { tx, refuse, emit } = context
  const step = {
    machine: product,
    transition: 'takeOffSale',
    table: 'product_product',
    column: 'state',
  } as const
  const number = await nextChange(tx)
  if (!(await move(context, 'product_history', { ...step, id: productId }))) {
    return refuse((await productOf(tx, productId)) === undefined ? 'no_such_product' : 'wrong_state')
  }
  await numberChange(tx, productId, number)
  emit(Products.events.changed, { productId, state: 'off_sale' })
  return {}
}
