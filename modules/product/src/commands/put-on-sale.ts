/** Puts a drafted or withdrawn product on sale. */
import { type CommandHandler, move } from '@tiantou/platform'
import { nextChange, numberChange } from '../changes.ts'
import { Products } from '../contract.ts'
import { product } from '../states.ts'
import { productOf } from '../store.ts'
import type { ProductTables } from '../tables.ts'

/** Moves the product. Refuses no_such_product and wrong_state. */
export const putOnSale: CommandHandler<typeof Products.commands.putOnSale, ProductTables> = async (
  { productId },
  context,
) => {
  const { tx, refuse, emit } = context
  const step = {
    machine: product,
    transition: 'putOnSale',
    table: 'product_product',
    column: 'state',
  } as const
  const number = await nextChange(tx)
  if (!(await move(context, 'product_history', { ...step, id: productId }))) {
    return refuse((await productOf(tx, productId)) === undefined ? 'no_such_product' : 'wrong_state')
  }
  await numberChange(tx, productId, number)
  emit(Products.events.changed, { productId, state: 'on_sale' })
  return {}
}
