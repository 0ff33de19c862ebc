/** The shopper has the goods: the deal is done, whether or not the carrier has said so. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { mayConfirm } from '../rules.ts'
import { orderFulfilment, orderState } from '../states.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'

export const confirm: CommandHandler<typeof Order.commands.confirm, OrderTables> = async (
  { orderId },
  context,
) => {
  const { tx, actor, now, refuse, emit } = context
  const order = await findOrder(tx, orderId, actor.id)
  if (order === undefined) return refuse('no_such_order')
  if (!mayConfirm(order)) return refuse('wrong_state', standing(order))
  const at = { table: 'order_order', id: orderId } as const
  if (order.fulfilment === 'shipped') {
    const arrived = await move(context, 'order_history', {
      ...at,
      machine: orderFulfilment,
      transition: 'deliver',
      column: 'fulfilment',
      set: { delivered_at: now },
    })
    if (arrived) emit(Order.events.delivered, { orderId, userId: order.user_id })
  }
  const moved = await move(context, 'order_history', {
    ...at,
    machine: orderState,
    transition: 'complete',
    column: 'state',
    set: { closed_at: now },
  })
  if (!moved) return refuse('wrong_state', standing(order))
  emit(Order.events.completed, { orderId, userId: order.user_id })
  return {}
}
