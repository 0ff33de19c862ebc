/**
 * What module fulfilment offers: orders that are paid become goods that leave — lots found, weighed, short
 * pieces replaced or refunded, packed by storage class, sent, arrived.
 */
import { defineContract, Fen, Id, Obj, Type } from '@tiantou/kernel'
import { OrderRef, packingCommands, packingQueries } from './packing-operations.ts'
import { parcelCommands, parcelEvents, parcelQueries } from './parcel-operations.ts'
import { scaleCommands, scaleQueries } from './scale-operations.ts'
import { shortageCommands, shortageEvents, shortageQueries } from './shortage-operations.ts'
import { waveCommands, waveQueries } from './wave-operations.ts'

export { Offer, Task } from './shapes.ts'

export const Fulfilment = defineContract('fulfilment', {
  doc: 'Picking, weighing, packing and sending of paid orders.',
  permissions: {
    'fulfilment.pack': '拣货、称重与打包',
    'fulfilment.send': '包裹发出与送达',
    'fulfilment.scales': '电子秤校验',
  },
  partnerScopes: ['fulfilment.pack', 'fulfilment.send'],
  commands: { ...packingCommands, ...parcelCommands, ...shortageCommands, ...waveCommands, ...scaleCommands },
  queries: { ...packingQueries, ...parcelQueries, ...shortageQueries, ...waveQueries, ...scaleQueries },
  events: {
    ...shortageEvents,
    ...parcelEvents,
    to_allocate: { doc: 'An order needs lots.', version: 1, payload: OrderRef },
    nothing_left: { doc: 'Nothing of an order is to be had.', version: 1, payload: OrderRef },
    packed: {
      doc: 'An order is weighed and packed.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), backFen: Fen }),
    },
    shipped: {
      doc: 'The last parcel of an order left.',
      version: 1,
      payload: Obj({ orderId: Id('ord'), carrier: Type.String(), trackingNo: Type.String() }),
    },
    delivered: { doc: 'The last parcel of an order arrived.', version: 1, payload: OrderRef },
  },
})
