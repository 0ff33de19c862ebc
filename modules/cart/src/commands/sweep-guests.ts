/** Throws away carts of guests who have not come back. */
import type { CommandHandler } from '@tiantou/platform'
import type { Cart } from '../contract.ts'
import { guestKeeps_ms } from '../rules.ts'
import { forgetEmpty, oldGuestLines, takeLines } from '../store.ts'
import type { CartTables } from '../tables.ts'

const BITE = 500

/** Removes a bite of old lines; the timer comes again. */
export const sweepGuests: CommandHandler<typeof Cart.commands.sweepGuests, CartTables> = async (
  _input,
  { tx, now },
) => {
  const old = await oldGuestLines(tx, now - guestKeeps_ms, BITE)
  const byOwner = Map.groupBy(old, (line) => line.owner)
  for (const [owner, lines] of byOwner) {
    const skuIds = lines.map((line) => line.sku_id)
    await takeLines(tx, owner, skuIds)
    await forgetEmpty(tx, owner)
  }
  return { lines: old.length }
}
