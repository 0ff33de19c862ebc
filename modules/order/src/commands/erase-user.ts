/**
 * Takes the person out of finished orders. The deal itself stays three years from its end, as the law wants
 * it (电子商务法 §31); whom it went to is no part of the deal that anybody needs in full.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { forgetAtOf, isUnderWay, maskReceiver } from '../rules.ts'
import { allOrdersOf, maskOrder } from '../store-privacy.ts'
import type { OrderTables, ReceiverFields } from '../tables.ts'
import { receiverPlace } from './place.ts'

/** Erases a shopper's traces. Orders under way are left for a later call. */
export const eraseUser: CommandHandler<typeof Order.commands.eraseUser, OrderTables> = async (
  { userId },
  { tx, secrets },
) => {
  for (const order of await allOrdersOf(tx, userId)) {
    if (isUnderWay(order) || (order.forget_at ?? null) !== null) continue
    const place = receiverPlace(order.id)
    const receiver = JSON.parse(secrets.open(order.receiver_sealed, place)) as ReceiverFields
    const masked = secrets.seal(JSON.stringify(maskReceiver(receiver)), place)
    await maskOrder(tx, order.id, masked, forgetAtOf(order))
  }
  return {}
}
