/** The shopper has the goods: the deal is done, whether or not the carrier has said so. */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { mayConfirm } from '../rules.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'
import { complete } from './complete.ts'

export const confirm: CommandHandler<typeof Order.commands.confirm, OrderTables> = async (
  { orderId },
  context,
) => {
  const order = await findOrder(context.tx, orderId, context.actor.id)
  if (order === undefined) return context.refuse('no_such_order')
  if (!mayConfirm(order) || !(await complete(context, order)))
    return context.refuse('wrong_state', standing(order))
  return {}
}
