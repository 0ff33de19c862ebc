/** The money is there: the order may be prepared. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { orderPayment } from '../states.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'

export const markPaid: CommandHandler<typeof Order.commands.markPaid, OrderTables> = async (
  { orderId, paidAt },
  context,
) => {
  const order = await findOrder(context.tx, orderId)
  if (order === undefined) return context.refuse('no_such_order')
  const moved = await move(context, 'order_history', {
    machine: orderPayment,
    transition: 'pay',
    table: 'order_order',
    column: 'payment',
    id: orderId,
    where: { state: 'open' },
    set: { paid_at: paidAt },
  })
  if (!moved) return context.refuse('wrong_state', standing(order))
  context.emit(Order.events.paid, { orderId, userId: order.user_id, totalFen: order.total_fen })
  return {}
}
