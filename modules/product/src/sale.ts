/** A product moving on and off sale: one step of its machine, with its history. */
import { move, type MoveContext } from '@tiantou/platform'
import { product } from './states.ts'

/** Moves a product; false where it stands elsewhere, or is none. */
export const moveProduct = (
  context: MoveContext,
  id: string,
  transition: 'putOnSale' | 'takeOffSale',
): Promise<boolean> =>
  move(context, 'product_history', {
    machine: product,
    transition,
    table: 'product_product',
    column: 'state',
    id,
  })
