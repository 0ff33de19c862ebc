/**
 * How an order is packed, as its shopper sees it. Declared apart from the code so that clients can read it.
 */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { declarePage, Id, Obj, passOn } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'

/** GET /orders/:orderId/packing */
export const PackingPage = declarePage('packing', {
  doc: 'How one of the caller’s orders is packed: lots, weights, scales, shortages, parcels; null before.',
  who: 'user',
  route: { method: 'GET', path: '/orders/:orderId/packing' },
  input: Obj({ orderId: Id('ord') }),
  output: Fulfilment.queries.ofOrder.output,
  refusals: passOn(Order.queries.toPack),
})
