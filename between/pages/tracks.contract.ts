/** Where the parcels of an order are, as its shopper sees it. Declared apart from the code for clients. */
import { declarePage, Id, Obj, passOn, Type } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'

/** GET /orders/:orderId/tracks */
export const TracksPage = declarePage('tracks', {
  doc: 'What carriers told of the parcels of one of the caller’s orders, newest first.',
  who: 'user',
  secret: true,
  route: { method: 'GET', path: '/orders/:orderId/tracks' },
  input: Obj({ orderId: Id('ord') }),
  output: Obj({
    parcels: Type.Array(
      Obj({ parcelId: Id('pcl'), tracks: Logistics.queries.tracks.output.properties.items }),
    ),
  }),
  refusals: passOn(Order.queries.toPack),
})
