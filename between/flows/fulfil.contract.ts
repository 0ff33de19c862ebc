/** What packing needs across modules: lots for an order, what becomes of a shortage, bad pieces, packing. */
import { declareFlow, Fen, Id, Nothing, Obj, passOn, Type } from '@tiantou/kernel'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'

const OrderRef = Obj({ orderId: Id('ord') })

export const AllocateOrder = declareFlow('allocate-order', {
  doc: 'Finds lots for what of an order has none.',
  who: 'system',
  input: OrderRef,
  output: Nothing,
})

export const SettleShortage = declareFlow('settle-shortage', {
  doc: 'What is not to be had is replaced, offered or given up, as the shopper chose.',
  who: 'system',
  input: Obj({ shortageId: Id('sho') }),
  output: Nothing,
  refusals: passOn(Fulfilment.commands.offer, Fulfilment.commands.substitute, Fulfilment.commands.giveUp),
})

/** POST /staff/packing/:orderId/pack */
export const PackOrder = declareFlow('pack-order', {
  doc: 'Closes an order at the packing station; for what weighs less, price and freight go back at once.',
  who: { permission: 'fulfilment.pack' },
  route: { method: 'POST', path: '/staff/packing/:orderId/pack' },
  input: OrderRef,
  output: Obj({ backFen: Fen, parcelIds: Type.Array(Id('pcl')) }),
  refusals: passOn(
    Order.queries.toPack,
    Fulfilment.commands.close,
    Order.commands.markPacked,
    Order.commands.recordReturn,
    Payment.commands.giveBack,
    Inventory.commands.setAside,
  ),
})

const { parcelId, carrier, trackingNo } = Fulfilment.commands.sendParcel.input.properties

/** POST /staff/parcels/:parcelId/send */
export const SendParcel = declareFlow('send-parcel', {
  doc: 'The parcel leaves, unless a lot in it is stopped; with the last one the order is shipped.',
  who: { permission: 'fulfilment.send' },
  route: { method: 'POST', path: '/staff/parcels/:parcelId/send' },
  input: Obj({ parcelId, carrier, trackingNo }),
  output: Nothing,
  refusals: {
    ...passOn(Fulfilment.queries.lotsIn, Fulfilment.commands.sendParcel),
    lot_stopped: {
      status: 409,
      doc: 'These lots are held or recalled: nothing of them leaves. Wait, or call the order off.',
      data: Obj({ lotNos: Type.Array(Type.String()) }),
    },
  },
})

/** POST /staff/orders/:orderId/recall */
export const RecallOrder = declareFlow('recall-order', {
  doc: 'Calls off an order that is packed from a stopped lot: no parcel leaves, all its money goes back.',
  who: { permission: 'order.recall' },
  route: { method: 'POST', path: '/staff/orders/:orderId/recall' },
  input: OrderRef,
  output: Nothing,
  refusals: {
    ...passOn(Fulfilment.commands.takeApart, Order.commands.callOffRecalled),
    nothing_stopped: { status: 409, doc: 'No lot that it is packed from is held or recalled: it may leave.' },
  },
})

/** POST /shortages/:shortageId/answer */
export const AnswerShortage = declareFlow('answer-shortage', {
  doc: 'The caller takes what is offered for his order instead of what is not to be had, or the money.',
  who: 'user',
  route: { method: 'POST', path: '/shortages/:shortageId/answer' },
  input: Obj({ shortageId: Id('sho'), accept: Type.Boolean() }),
  output: Nothing,
  refusals: passOn(Fulfilment.commands.answer, Order.queries.toPack),
})

const { orderId, lineNo, lotId, location, pieces } = Fulfilment.commands.giveUpPart.input.properties

/** POST /staff/packing/:orderId/lines/:lineNo/bad */
export const ReportBad = declareFlow('report-bad', {
  doc: 'Pieces for a line turned out bad: they leave stock, and other ones are looked for.',
  who: { permission: 'fulfilment.pack' },
  route: { method: 'POST', path: '/staff/packing/:orderId/lines/:lineNo/bad' },
  input: Obj({
    orderId,
    lineNo,
    lotId,
    location,
    pieces,
    reason: Inventory.commands.findBad.input.properties.reason,
  }),
  output: Nothing,
  refusals: passOn(Fulfilment.commands.giveUpPart, Inventory.commands.findBad),
})
