/** Sets the quantity of one SKU in the caller's cart, adding the line when it is new. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { shopperOf, takesAnotherLine } from '../rules.ts'
import { countLines, insertLine, setLine, waitForTurn } from '../store.ts'
import type { CartTables } from '../tables.ts'

/** Sets a line. Refuses cart_full where it would be the hundred and first. */
export const put: CommandHandler<typeof Cart.commands.put, CartTables> = async (
  { skuId, quantity, selected },
  { tx, now, actor, refuse },
) => {
  const userId = shopperOf(actor)
  const line = { userId, skuId }
  if (await setLine(tx, line, quantity, selected)) return {}
  await waitForTurn(tx, userId)
  if (!takesAnotherLine(await countLines(tx, userId))) return refuse('cart_full')
  const row = { user_id: userId, sku_id: skuId, quantity, selected: Number(selected), added_at: now }
  if (!(await insertLine(tx, row))) await setLine(tx, line, quantity, selected)
  return {}
}
