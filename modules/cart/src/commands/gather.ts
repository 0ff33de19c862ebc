/** Puts many SKUs into a shopper's cart at once: all of an earlier order. Safe to repeat. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { mergeCarts } from '../rules.ts'
import { insertLine, linesOf, setLine, waitForTurn } from '../store.ts'
import type { CartTables } from '../tables.ts'

/** Adds what is missing, raises and selects what is there; names what finds no room. */
export const gather: CommandHandler<typeof Cart.commands.gather, CartTables> = async (
  { userId: owner, lines },
  { tx, now },
) => {
  await waitForTurn(tx, owner)
  const wanted = lines.map(({ skuId: sku_id, quantity }) => ({ sku_id, quantity }))
  const mine = await linesOf(tx, owner)
  const { added, left } = mergeCarts(wanted, mine)
  const held = new Map(mine.map((line) => [line.sku_id, line.quantity]))
  for (const { sku_id: skuId, quantity } of wanted) {
    const there = held.get(skuId)
    if (there !== undefined) await setLine(tx, { owner, skuId }, Math.max(there, quantity), true)
  }
  for (const { sku_id, quantity } of added) {
    await insertLine(tx, { owner, sku_id, quantity, selected: 1, added_at: now })
  }
  return { left: left.map((line) => line.sku_id) }
}
