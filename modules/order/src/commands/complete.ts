/** What confirming by the shopper and by time share: the goods are there, and the deal is done. */
import type { EventType, PayloadOf } from '@tiantou/kernel'
import { move, type MoveContext } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { orderFulfilment, orderState } from '../states.ts'
import type { OrderRow } from '../tables.ts'

interface Context extends MoveContext {
  emit<E extends EventType>(event: E, payload: PayloadOf<E>): void
}

/** Completes an order that was judged confirmable; false when it moved meanwhile. */
export const complete = async (context: Context, order: OrderRow): Promise<boolean> => {
  const { now, emit } = context
  const who = { orderId: order.id, userId: order.user_id }
  const at = { table: 'order_order', id: order.id } as const
  if (order.fulfilment === 'shipped') {
    const arrived = await move(context, 'order_history', {
      ...at,
      machine: orderFulfilment,
      transition: 'deliver',
      column: 'fulfilment',
      set: { delivered_at: now },
    })
    if (arrived) emit(Order.events.delivered, who)
  }
  const moved = await move(context, 'order_history', {
    ...at,
    machine: orderState,
    transition: 'complete',
    column: 'state',
    set: { closed_at: now },
  })
  if (moved) emit(Order.events.completed, who)
  return moved
}
