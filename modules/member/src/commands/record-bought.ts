/** Notes what a paid order held; whoever buys it again is shown it first. */
import type { CommandHandler } from '@tiantou/platform'
import type { Member } from '../contract.ts'
import type { MemberSettings } from '../settings.ts'
import { noteBought, trimBought } from '../store/seen.ts'
import type { MemberTables } from '../tables.ts'

/** Counts every SKU once an order. */
export const recordBought: CommandHandler<
  typeof Member.commands.recordBought,
  MemberTables,
  MemberSettings
> = async ({ userId, items }, { tx, now, settings }) => {
  const bySku = new Map(items.map((item) => [item.skuId, item.productId]))
  for (const [skuId, productId] of bySku)
    await noteBought(tx, { user_id: userId, sku_id: skuId, product_id: productId, times: 1, last_at: now })
  await trimBought(tx, userId, settings.boughtLength)
  return {}
}
