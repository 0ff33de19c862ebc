/** Cancels an order that was not paid in time. */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { callOff, standing } from './call-off.ts'

export const timeOut: CommandHandler<typeof Order.commands.timeOut, OrderTables> = async (
  { orderId },
  context,
) => {
  const order = await findOrder(context.tx, orderId)
  if (order === undefined) return context.refuse('no_such_order')
  if (order.state !== 'open' || order.payment !== 'unpaid')
    return context.refuse('wrong_state', standing(order))
  if (context.now < order.pay_by) return context.refuse('too_early')
  if (!(await callOff(context, order, 'timeout'))) return context.refuse('wrong_state', standing(order))
  return {}
}
