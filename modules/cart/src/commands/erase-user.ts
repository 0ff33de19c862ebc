/** Empties the cart of a shopper who is gone for good. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { deleteCart } from '../store.ts'
import type { CartTables } from '../tables.ts'

export const eraseUser: CommandHandler<typeof Cart.commands.eraseUser, CartTables> = async (
  { userId },
  { tx },
) => {
  await deleteCart(tx, userId)
  return {}
}
