/** What module fulfilment hears. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { on, type ReactionContext, send } from '@tiantou/platform'
import { FollowParcel } from '../flows/carriers.contract.ts'
import { AllocateOrder, SettleShortage } from '../flows/fulfil.contract.ts'

/** What is to be packed of an order that is paid, or sends goods again. */
const toOpen = async ({ orderId }: { readonly orderId: string }, { ask }: ReactionContext) => {
  const order = await ask(Order.queries.toPack, { orderId })
  if (!order.mayPack) return null
  const { orderNo, paidAt, arrival } = order
  return send(Fulfilment.commands.open, {
    orderId,
    orderNo,
    paidAt,
    arrival:
      arrival === null
        ? null
        : {
            mode: arrival.mode,
            route: arrival.route,
            packBy: arrival.cutoffAt,
            from: arrival.from,
            to: arrival.to,
          },
    lines: order.lines.map((line) => ({
      skuId: line.skuId,
      productId: line.productId,
      title: line.title,
      spec: line.spec,
      priceMode: line.priceMode,
      storageClass: line.storageClass,
      nominalG: line.nominalG,
      toleranceMinusG: line.toleranceMinusG,
      tolerancePlusG: line.tolerancePlusG,
      priceFen: line.priceFen,
      pieceFen: line.pieceFen,
      shelfLifeDays: line.shelfLifeDays,
      pieces: line.quantity,
      paidFen: line.amountFen,
      ifShort: line.ifShort,
    })),
  })
}

export const fulfilmentReactions = [
  on(Order.events.paid, 'fulfilment.open', toOpen),
  on(Order.events.resend_placed, 'fulfilment.open-resend', toOpen),
  on(Order.events.cancelled, 'fulfilment.cancel', ({ orderId }) =>
    send(Fulfilment.commands.cancel, { orderId }),
  ),
  on(Order.events.shipped, 'fulfilment.note-shipped', ({ orderId }) =>
    send(Fulfilment.commands.noteShipped, { orderId }),
  ),
  on(
    Logistics.events.waybill_issued,
    'fulfilment.note-waybill',
    ({ parcelId, carrierName: carrier, trackingNo }) =>
      send(Fulfilment.commands.noteWaybill, { parcelId, carrier, trackingNo }),
  ),
  on(Logistics.events.tracked, 'fulfilment.follow-parcel', ({ parcelId, state }) =>
    parcelId === undefined ? null : send(FollowParcel, { parcelId, state }),
  ),
  on(Inventory.events.lot_stopped, 'fulfilment.drop-lot', ({ lotId }) =>
    send(Fulfilment.commands.dropLot, { lotId }),
  ),
  on(Fulfilment.events.to_allocate, 'fulfilment.allocate', ({ orderId }) => send(AllocateOrder, { orderId })),
  on(
    Fulfilment.events.short,
    'fulfilment.settle-shortage',
    ({ shortageId }) => send(SettleShortage, { shortageId }),
    ['fulfilment.decided'],
  ),
  on(
    Fulfilment.events.answered,
    'fulfilment.settle-answer',
    ({ shortageId }) => send(SettleShortage, { shortageId }),
    ['fulfilment.decided'],
  ),
]
