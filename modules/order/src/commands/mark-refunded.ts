/** The whole amount went back to the shopper. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { orderPayment } from '../states.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'

export const markRefunded: CommandHandler<typeof Order.commands.markRefunded, OrderTables> = async (
  { orderId },
  context,
) => {
  const order = await findOrder(context.tx, orderId)
  if (order === undefined) return context.refuse('no_such_order')
  const moved = await move(context, 'order_history', {
    machine: orderPayment,
    transition: 'finishRefund',
    table: 'order_order',
    column: 'payment',
    id: orderId,
  })
  return moved ? {} : context.refuse('wrong_state', standing(order))
}
