/** Notes what a paid order held, and takes it out again where the order was called off. */
import type { InputOf } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { Member } from '../contract.ts'
import type { MemberSettings } from '../settings.ts'
import { forgetUnbought, noteBought, trimBought } from '../store/seen.ts'
import type { MemberTables } from '../tables.ts'

type Commands = typeof Member.commands
type Handler<N extends 'recordBought' | 'takeBackBought'> = CommandHandler<
  Commands[N],
  MemberTables,
  MemberSettings
>

/** Every SKU once an order, in one order for all who count. */
const skusOf = (items: InputOf<Commands['recordBought']>['items']) =>
  [...new Map(items.map((item) => [item.skuId, item.productId]))].sort(([a], [b]) => (a < b ? -1 : 1))

/** Counts every SKU once an order. */
export const recordBought: Handler<'recordBought'> = async ({ userId, items }, { tx, now, settings }) => {
  for (const [skuId, productId] of skusOf(items))
    await noteBought(tx, { user_id: userId, sku_id: skuId, product_id: productId, times: 1, last_at: now })
  await forgetUnbought(tx, userId)
  await trimBought(tx, userId, settings.boughtLength)
  return {}
}

/**
 * Counts every SKU down. Events come in no order: where the payment was not heard yet, the row waits for it
 * below nought, where nobody is shown it.
 */
export const takeBackBought: Handler<'takeBackBought'> = async ({ userId, items }, { tx, now }) => {
  for (const [skuId, productId] of skusOf(items))
    await noteBought(tx, { user_id: userId, sku_id: skuId, product_id: productId, times: -1, last_at: now })
  await forgetUnbought(tx, userId)
  return {}
}
