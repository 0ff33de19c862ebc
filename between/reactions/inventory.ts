/** What module inventory hears. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { on, send } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'

export const inventoryReactions = [
  on(Inventory.events.lot_received, 'inventory.name-supplier', async ({ lotId, skuId }, { ask }) => {
    const { lines } = await ask(Products.queries.priced, { lines: [{ skuId, quantity: 1 }] })
    const supplierId = lines[0]?.supplierId ?? null
    return supplierId === null ? null : send(Inventory.commands.nameSupplier, { lotId, supplierId })
  }),
  on(Order.events.paid, 'inventory.commit', ({ orderId }) => send(Inventory.commands.commit, { orderId })),
  on(Order.events.cancelled, 'inventory.release', ({ orderId }) =>
    send(Inventory.commands.release, { orderId }),
  ),
  on(Order.events.shipped, 'inventory.dispatch', async ({ orderId }, { ask }) => {
    const { weighed } = await ask(Fulfilment.queries.weights, { orderId })
    return send(Inventory.commands.dispatch, { orderId, weighed })
  }),
]
