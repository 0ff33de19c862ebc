/** How an order is packed, for its shopper alone. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Order } from '@tiantou/order/contract'
import { page } from '@tiantou/platform'
import { PackingPage } from './packing.contract.ts'

export const packingPage = page(PackingPage, async ({ orderId }, { actor, ask, refuse }) => {
  const { userId } = await ask(Order.queries.toPack, { orderId })
  if (userId !== actor.id) return refuse('order.no_such_order')
  return ask(Fulfilment.queries.ofOrder, { orderId })
})
