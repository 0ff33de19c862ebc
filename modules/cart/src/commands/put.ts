/** Sets the quantity of one SKU in the caller's cart, adding the line when it is new. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { ownerOf, takesAnotherLine } from '../rules.ts'
import { countLines, insertLine, setLine, waitForTurn } from '../store.ts'
import type { CartTables } from '../tables.ts'

/** Sets a line. Refuses cart_full where it would be the hundred and first. */
export const put: CommandHandler<typeof Cart.commands.put, CartTables> = async (
  { skuId, quantity, selected },
  { tx, now, actor, refuse },
) => {
  const owner = ownerOf(actor)
  const line = { owner, skuId }
  if (await setLine(tx, line, quantity, selected)) return {}
  await waitForTurn(tx, owner)
  if (!takesAnotherLine(await countLines(tx, owner))) return refuse('cart_full')
  const row = { owner, sku_id: skuId, quantity, selected: Number(selected), added_at: now }
  if (!(await insertLine(tx, row))) await setLine(tx, line, quantity, selected)
  return {}
}
