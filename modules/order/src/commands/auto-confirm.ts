/** Completes an order that nobody confirmed: the time to look at the goods is over. */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { mayConfirm } from '../rules.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'
import { complete } from './complete.ts'

export const autoConfirm: CommandHandler<typeof Order.commands.autoConfirm, OrderTables> = async (
  { orderId },
  context,
) => {
  const order = await findOrder(context.tx, orderId)
  if (order === undefined) return context.refuse('no_such_order')
  if (!mayConfirm(order)) return context.refuse('wrong_state', standing(order))
  if (order.confirm_by === null || context.now < order.confirm_by) return context.refuse('too_early')
  if (!(await complete(context, order))) return context.refuse('wrong_state', standing(order))
  return {}
}
