/** Moves a guest's cart into the caller's at the sign-in. Safe to repeat. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { guestPrefix, mergeCarts, ownerOf } from '../rules.ts'
import { forgetEmpty, insertLine, linesOf, setLine, takeLines, waitForTurn } from '../store.ts'
import type { CartTables } from '../tables.ts'

/** Adds what is missing, raises what is less, and leaves with the guest what finds no room. */
export const merge: CommandHandler<typeof Cart.commands.merge, CartTables> = async (
  { guest },
  { tx, now, actor },
) => {
  const owner = ownerOf(actor)
  const from = `${guestPrefix}${guest}`
  await waitForTurn(tx, owner)
  const theirs = await linesOf(tx, from)
  if (theirs.length === 0) return { added: 0, left: 0 }
  const { grown, added, left } = mergeCarts(theirs, await linesOf(tx, owner))
  for (const { sku_id: skuId, quantity } of grown) await setLine(tx, { owner, skuId }, quantity, true)
  for (const { sku_id, quantity } of added) {
    await insertLine(tx, { owner, sku_id, quantity, selected: 1, added_at: now })
  }
  const stay = new Set(left.map((line) => line.sku_id))
  const gone = theirs.map((line) => line.sku_id).filter((skuId) => !stay.has(skuId))
  await takeLines(tx, from, gone)
  await forgetEmpty(tx, from)
  return { added: added.length, left: left.length }
}
