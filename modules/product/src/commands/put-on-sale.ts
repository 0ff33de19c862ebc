/** Puts a drafted or withdrawn product on sale. */
import type { CommandHandler } from '@tiantou/platform'
import { announce } from '../announce.ts'
import { nextChange } from '../changes.ts'
import type { Products } from '../contract.ts'
import { moveProduct } from '../sale.ts'
import type { ProductTables } from '../tables.ts'

/** Moves the product. Refuses no_such_product and wrong_state. */
export const putOnSale: CommandHandler<typeof Products.commands.putOnSale, ProductTables> = async (
  { productId },
  context,
) => {
  const no = await nextChange(context.tx)
  const why = await moveProduct(context, productId, 'putOnSale')
  if (why !== null) return context.refuse(why)
  await announce(context, [productId], no)
  return {}
}
