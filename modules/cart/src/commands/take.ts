/** Takes the SKUs of an order out of a shopper's cart, inside the checkout's commit. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { takeLines } from '../store.ts'
import type { CartTables } from '../tables.ts'

/** Removes what was ordered; what is not in the cart is fine. */
export const take: CommandHandler<typeof Cart.commands.take, CartTables> = async (
  { userId, skuIds },
  { tx },
) => {
  await takeLines(tx, userId, skuIds)
  return {}
}
