/** A product moving on and off sale: one step of its machine, with its history. */
import { move, type MoveContext, type Tx } from '@tiantou/platform'
import { product } from './states.ts'
import { productOf } from './store.ts'
import type { ProductTables } from './tables.ts'

/** Moves a product; says why not where it is none or stands elsewhere, and null where it moved. */
export const moveProduct = async (
  context: MoveContext & { readonly tx: Tx<ProductTables> },
  id: string,
  transition: 'putOnSale' | 'takeOffSale',
): Promise<'no_such_product' | 'wrong_state' | null> => {
  const moved = await move(context, 'product_history', {
    machine: product,
    transition,
    table: 'product_product',
    column: 'state',
    id,
  })
  if (moved) return null
  return (await productOf(context.tx, id)) === undefined ? 'no_such_product' : 'wrong_state'
}
