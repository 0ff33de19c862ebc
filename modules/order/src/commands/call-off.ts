/** What cancelling by the shopper and by time share: both axes move together, and the fact is announced. */
import type { EventType, PayloadOf } from '@tiantou/kernel'
import { move, type MoveContext } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { orderPayment, orderState } from '../states.ts'
import type { OrderRow } from '../tables.ts'

type Reason = PayloadOf<typeof Order.events.cancelled>['reason']

interface Context extends MoveContext {
  emit<E extends EventType>(event: E, payload: PayloadOf<E>): void
}

/** The three axes, as a refusal names them. */
export const standing = ({ state, payment, fulfilment }: OrderRow) => ({ state, payment, fulfilment })

/** Cancels an order that was judged cancellable; false when it moved meanwhile. */
export const callOff = async (context: Context, order: OrderRow, reason: Reason): Promise<boolean> => {
  const { id, payment, fulfilment } = order
  const at = { table: 'order_order', id } as const
  // Goods that are sent again for no money have none to give back.
  const wasPaid = payment === 'paid' && (order.resends ?? null) === null
  const moved = await move(context, 'order_history', {
    ...at,
    machine: orderState,
    transition: 'cancel',
    column: 'state',
    where: { payment, fulfilment },
    set: { closed_at: context.now, cancel_reason: reason },
    note: reason,
  })
  if (!moved) return false
  if (wasPaid) {
    await move(context, 'order_history', {
      ...at,
      machine: orderPayment,
      transition: 'startRefund',
      column: 'payment',
    })
  }
  context.emit(Order.events.cancelled, { orderId: id, userId: order.user_id, reason, wasPaid })
  return true
}
