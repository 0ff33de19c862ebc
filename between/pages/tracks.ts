/** Where the parcels of an order are, for its shopper alone: a track may name a courier and his phone. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { page } from '@tiantou/platform'
import { TracksPage } from './tracks.contract.ts'

export const tracksPage = page(TracksPage, async ({ orderId }, { actor, ask, refuse }) => {
  const { userId } = await ask(Order.queries.toPack, { orderId })
  if (userId !== actor.id) return refuse('order.no_such_order')
  const task = await ask(Fulfilment.queries.ofOrder, { orderId })
  const parcels = []
  for (const { parcelId } of task?.parcels ?? []) {
    const at = await ask(Logistics.queries.waybill, { parcelId })
    if (at === null || at.trackingNo === null || at.carrier === '') continue
    const { carrier, trackingNo } = at
    const { items: tracks } = await ask(Logistics.queries.tracks, { carrier, trackingNo })
    parcels.push({ parcelId, tracks })
  }
  return { parcels }
})
