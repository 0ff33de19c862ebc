/** What module inventory hears. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { on, send } from '@tiantou/platform'

export const inventoryReactions = [
  on(Order.events.paid, 'inventory.commit', ({ orderId }) => send(Inventory.commands.commit, { orderId })),
  on(Order.events.cancelled, 'inventory.release', ({ orderId }) =>
    send(Inventory.commands.release, { orderId }),
  ),
  on(Order.events.shipped, 'inventory.dispatch', async ({ orderId }, { ask }) => {
    const { weighed } = await ask(Fulfilment.queries.weights, { orderId })
    return send(Inventory.commands.dispatch, { orderId, weighed })
  }),
]
