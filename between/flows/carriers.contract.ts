/** What parcels at carriers need across modules: asking a carrier, and following what he tells. */
import { declareFlow, Id, Nothing, Obj, passOn } from '@tiantou/kernel'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'

export const AskCarrier = declareFlow('ask-carrier', {
  doc: 'Asks a parcel’s carrier what is due: its number, news by himself, where it is, or to forget it.',
  who: 'system',
  input: Obj({ parcelId: Id('pcl') }),
  output: Nothing,
  refusals: passOn(Order.queries.receiver, Fulfilment.queries.parcel, Logistics.commands.recordWaybill),
})

export const FollowParcel = declareFlow('follow-parcel', {
  doc: 'A carrier told of a parcel: it has left, it has arrived, or it comes back.',
  who: 'system',
  input: Obj({
    parcelId: Id('pcl'),
    state: Logistics.events.tracked.payload.properties.state,
  }),
  output: Nothing,
})
