/** Takes one SKU out of the caller's cart; one that is not in it is fine. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { ownerOf } from '../rules.ts'
import { takeLines } from '../store.ts'
import type { CartTables } from '../tables.ts'

/** Removes a line. */
export const remove: CommandHandler<typeof Cart.commands.remove, CartTables> = async (
  { skuId },
  { tx, actor },
) => {
  await takeLines(tx, ownerOf(actor), [skuId])
  return {}
}
