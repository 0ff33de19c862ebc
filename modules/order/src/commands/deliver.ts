/** The parcel arrived at the shopper. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { confirmBy, mayShip } from '../rules.ts'
import type { orderSettings } from '../settings.ts'
import { orderFulfilment } from '../states.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'

export const deliver: CommandHandler<
  typeof Order.commands.deliver,
  OrderTables,
  typeof orderSettings
> = async ({ orderId }, context) => {
  const order = await findOrder(context.tx, orderId)
  if (order === undefined) return context.refuse('no_such_order')
  const moved = await move(context, 'order_history', {
    machine: orderFulfilment,
    transition: 'deliver',
    table: 'order_order',
    column: 'fulfilment',
    id: orderId,
    set: { delivered_at: context.now, confirm_by: confirmBy('delivered', context.now, context.settings) },
  })
  if (!moved) return context.refuse(mayShip(order) ? 'not_shipped' : 'wrong_state', standing(order))
  context.emit(Order.events.delivered, { orderId, userId: order.user_id })
  return {}
}
