/** What module logistics hears. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { on, send } from '@tiantou/platform'

export const logisticsReactions = [
  on(Order.events.cancelled, 'logistics.free-slot', ({ orderId }) =>
    send(Logistics.commands.freeSlot, { orderId }),
  ),
  on(Order.events.cancelled, 'logistics.call-off', ({ orderId }) =>
    send(Logistics.commands.callOff, { orderId }),
  ),
  on(Order.events.delivered, 'logistics.close-booking', ({ orderId }) =>
    send(Logistics.commands.closeBooking, { orderId }),
  ),
  // Own drivers and pick-up points need no carrier.
  on(Fulfilment.events.packed, 'logistics.want-waybills', async ({ orderId }, { ask }) => {
    const task = await ask(Fulfilment.queries.ofOrder, { orderId })
    if (task === null || task.mode !== 'carrier') return null
    const { road, isOff } = await ask(Order.queries.toPack, { orderId })
    if (isOff) return null
    return send(Logistics.commands.wantWaybills, {
      orderId,
      regionCode: road?.regionCode ?? null,
      parcels: task.parcels.map(({ parcelId, storageClass, state, carrier, trackingNo, ...weight }) => ({
        parcelId,
        storageClass,
        grams: weight.goodsGrams + weight.coolantGrams + weight.packagingGrams,
        left: state === 'packed' || carrier === null || trackingNo === null ? null : { carrier, trackingNo },
      })),
    })
  }),
  on(Fulfilment.events.parcel_sent, 'logistics.note-left', ({ parcelId, mode, carrier, trackingNo }) =>
    mode === 'carrier' ? send(Logistics.commands.noteLeft, { parcelId, carrier, trackingNo }) : null,
  ),
]
