/** Everything of the order is weighed and packed, and what of it is written down. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { mayCancel } from '../rules.ts'
import { orderFulfilment } from '../states.ts'
import { findOrder, setPacked } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'

/** Refuses no_such_order, and wrong_state where the order was called off, or packed before. */
export const markPacked: CommandHandler<typeof Order.commands.markPacked, OrderTables> = async (
  { orderId, lines },
  context,
) => {
  const order = await findOrder(context.tx, orderId)
  if (order === undefined) return context.refuse('no_such_order')
  if (order.payment !== 'paid' || !mayCancel(order)) return context.refuse('wrong_state', standing(order))
  const moved = await move(context, 'order_history', {
    machine: orderFulfilment,
    transition: 'pack',
    table: 'order_order',
    column: 'fulfilment',
    id: orderId,
    where: { state: order.state, payment: order.payment },
  })
  if (!moved) return context.refuse('wrong_state', standing(order))
  for (const line of lines) await setPacked(context.tx, orderId, line)
  context.emit(Order.events.packed, { orderId, userId: order.user_id })
  return {}
}
