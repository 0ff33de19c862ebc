/** The parcel left: only a paid, open order ships. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { orderFulfilment } from '../states.ts'
import { confirmBy, mayShip } from '../rules.ts'
import type { orderSettings } from '../settings.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'

export const ship: CommandHandler<typeof Order.commands.ship, OrderTables, typeof orderSettings> = async (
  { orderId, carrier, trackingNo },
  context,
) => {
  const order = await findOrder(context.tx, orderId)
  if (order === undefined) return context.refuse('no_such_order')
  if (!mayShip(order)) return context.refuse('wrong_state', standing(order))
  const moved = await move(context, 'order_history', {
    machine: orderFulfilment,
    transition: 'ship',
    table: 'order_order',
    column: 'fulfilment',
    id: orderId,
    where: { state: order.state, payment: order.payment },
    set: {
      shipped_at: context.now,
      confirm_by: confirmBy('shipped', context.now, context.settings),
      carrier,
      tracking_no: trackingNo,
    },
  })
  if (!moved) return context.refuse('wrong_state', standing(order))
  context.emit(Order.events.shipped, { orderId, userId: order.user_id, carrier, trackingNo })
  return {}
}
