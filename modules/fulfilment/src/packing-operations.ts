/**
 * What module fulfilment offers at the packing station: lots found, goods weighed and counted, bad pieces
 * reported, parcels closed. Spread into the contract.
 */
import {
  Fen,
  Grams,
  Id,
  Nothing,
  Nullable,
  Obj,
  Pieces,
  Readable,
  StorageClass,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { Arrival, BoughtLine, Count, LineNo, LocationCode, Part, TaskState } from './shapes.ts'

export const pack = { permission: 'fulfilment.pack' } as const
export const OrderRef = Obj({ orderId: Id('ord') })
const AtLine = { orderId: Id('ord'), lineNo: LineNo }
const FromLot = { lotId: Id('lot'), location: LocationCode, pieces: Pieces }
export const reason = Readable(200)

export const no_such_task = { status: 404, doc: 'No order to pack of that id.' }
export const wrong_state = {
  status: 409,
  doc: 'The order is not in a state for it.',
  data: Obj({ state: TaskState }),
}
const no_such_line = { status: 404, doc: 'The order has no line of that number.' }
const not_allocated = {
  status: 409,
  doc: 'So many pieces of the lot are not allocated to the line, or they were weighed before.',
  data: Obj({ pieces: Type.Integer() }),
}
export const packingCommands = {
  open: {
    doc: 'An order is paid: it is to be packed.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      orderNo: Type.String({ maxLength: 32 }),
      paidAt: Time,
      /** Missing where no slot was promised: then the settings say when. */
      arrival: Nullable(Arrival),
      lines: Type.Array(BoughtLine, { minItems: 1, maxItems: 100 }),
    }),
    output: Nothing,
  },
  recordAllocation: {
    doc: 'Writes down which lots the order gets; what is missing is looked for again, or is short.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      parts: Type.Array(Obj({ skuId: Id('sku'), lotNo: Text(40), useBy: Time, ...FromLot })),
    }),
    output: Nothing,
  },
  weigh: {
    doc: 'Puts pieces of a lot on the scale for a line, or counts them where nobody weighs it.',
    who: pack,
    route: { method: 'POST', path: '/staff/packing/:orderId/lines/:lineNo/weighings' },
    input: Obj({
      ...AtLine,
      ...FromLot,
      /** Grams net; null for lines that are counted. */
      grams: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      scale: Nullable(Type.String({ pattern: '^[a-z][a-z0-9-]{0,19}$' })),
    }),
    output: Obj({
      weighingId: Id('wgh'),
      gotPieces: Type.Integer(),
      gotGrams: Type.Integer(),
      /** Pieces of the line that are still to come. */
      leftPieces: Type.Integer(),
      /** What comes back of the line as it stands. */
      backFen: Fen,
    }),
    refusals: {
      no_such_task,
      no_such_line,
      wrong_state,
      not_allocated,
      weight_needed: { status: 422, doc: 'The line is weighed: grams and a scale are needed.' },
      lot_past: { status: 409, doc: 'The lot is past its use-by date.' },
      no_such_scale: { status: 404, doc: 'No scale of that name.' },
      scale_out: { status: 409, doc: 'The scale has drifted, or is not in use.' },
      scale_unchecked: { status: 409, doc: 'The scale must be checked with a reference mass first.' },
      absurd_weight: {
        status: 422,
        doc: 'So many pieces do not weigh that.',
        data: Obj({ nominalGrams: Type.Integer() }),
      },
      too_heavy: {
        status: 422,
        doc: 'More than the line may weigh: take out so much.',
        data: Obj({ mostGrams: Type.Integer(), takeOutGrams: Type.Integer() }),
      },
    },
  },
  voidWeighing: {
    doc: 'Takes a weighing back that was a mistake, before the order is packed.',
    who: pack,
    route: { method: 'POST', path: '/staff/weighings/:weighingId/void' },
    input: Obj({ weighingId: Id('wgh'), reason }),
    output: Nothing,
    refusals: {
      no_such_weighing: { status: 404, doc: 'No weighing of that id.' },
      voided: { status: 409, doc: 'It was taken back before.' },
      wrong_state,
    },
  },
  giveUpPart: {
    doc: 'Pieces that were allocated to a line turned out bad: other ones are looked for.',
    who: 'system',
    input: Obj({ ...AtLine, ...FromLot }),
    output: Nothing,
    refusals: { no_such_task, no_such_line, wrong_state, not_allocated },
  },
  dropLot: {
    doc: 'A lot was stopped: orders that are not packed let go of it, and get other lots.',
    who: 'system',
    input: Obj({ lotId: Id('lot') }),
    output: Obj({ orders: Type.Integer() }),
  },
  hold: {
    doc: 'Stops an order from being packed.',
    who: pack,
    route: { method: 'POST', path: '/staff/packing/:orderId/hold' },
    input: Obj({ orderId: Id('ord'), reason }),
    output: Nothing,
    refusals: { no_such_task, wrong_state },
  },
  resume: {
    doc: 'A stopped order is packed after all.',
    who: pack,
    route: { method: 'POST', path: '/staff/packing/:orderId/resume' },
    input: OrderRef,
    output: Nothing,
    refusals: { no_such_task, wrong_state },
  },
  close: {
    doc: 'Everything is weighed: parcels are made by storage class, and what comes back is said.',
    who: 'system',
    input: OrderRef,
    output: Obj({
      /** Of each line as bought what was packed, its substitutes among it. */
      lines: Type.Array(Obj({ skuId: Id('sku'), pieces: Count, weighedG: Nullable(Grams) })),
      backs: Type.Array(Obj({ skuId: Id('sku'), fen: Fen })),
      backFen: Fen,
      parcelIds: Type.Array(Id('pcl')),
      /** The goods of each parcel: what freight is reckoned by. */
      packed: Type.Array(Obj({ storageClass: StorageClass, grams: Grams, pieces: Count })),
    }),
    refusals: {
      no_such_task,
      wrong_state,
      not_weighed: {
        status: 409,
        doc: 'Lines are not weighed yet, or a shortage is not decided.',
        data: Obj({ lineNos: Type.Array(LineNo) }),
      },
    },
  },
  cancel: {
    doc: 'The order was called off.',
    who: 'system',
    input: OrderRef,
    output: Nothing,
  },
  noteShipped: {
    doc: 'The order left by another door than the packing station.',
    who: 'system',
    input: OrderRef,
    output: Nothing,
  },
  lookAfterWaiting: {
    doc: 'Looks for lots again for orders that wait; what has none when packing time comes is short.',
    who: 'system',
    input: Nothing,
    output: Obj({ orders: Type.Integer() }),
  },
} as const

export const packingQueries = {
  wanted: {
    doc: 'What of an order no lot is allocated for yet, and how long lots must last.',
    who: 'system',
    input: OrderRef,
    output: Obj({
      lines: Type.Array(Obj({ skuId: Id('sku'), pieces: Pieces, useByFrom: Time })),
    }),
  },
  weights: {
    doc: 'What left with an order by lot and place, where scales have weighed it.',
    who: 'system',
    input: OrderRef,
    output: Obj({
      weighed: Type.Array(Obj({ lotId: Id('lot'), location: LocationCode, grams: Grams })),
    }),
  },
  parts: {
    doc: 'The lots that an order got, line by line.',
    who: 'system',
    input: OrderRef,
    output: Obj({
      lines: Type.Array(
        Obj({
          skuId: Id('sku'),
          /** The SKU that was bought, where this one took its place. */
          boughtSkuId: Id('sku'),
          pieces: Type.Integer(),
          grams: Nullable(Type.Integer()),
          parts: Type.Array(Part),
        }),
      ),
    }),
  },
} as const
