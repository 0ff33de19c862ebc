/** Adds pieces of one SKU to the caller's cart: "into the basket" on a product's page. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { maxPieces, ownerOf, takesAnotherLine } from '../rules.ts'
import { countLines, growLine, insertLine, quantityOf, waitForTurn } from '../store.ts'
import type { CartTables } from '../tables.ts'

/** Adds pieces and selects the line. Refuses cart_full, and too_many_pieces past 9,999. */
export const add: CommandHandler<typeof Cart.commands.add, CartTables> = async (
  { skuId, quantity },
  { tx, now, actor, refuse },
) => {
  const owner = ownerOf(actor)
  const line = { owner, skuId }
  if (!(await growLine(tx, line, quantity, maxPieces))) {
    await waitForTurn(tx, owner)
    const held = await quantityOf(tx, line)
    if (held === undefined) {
      if (!takesAnotherLine(await countLines(tx, owner))) return refuse('cart_full')
      await insertLine(tx, { owner, sku_id: skuId, quantity, selected: 1, added_at: now })
      return { quantity }
    }
    if (!(await growLine(tx, line, quantity, maxPieces))) return refuse('too_many_pieces')
  }
  return { quantity: (await quantityOf(tx, line)) ?? quantity }
}
