/**
 * What module inventory offers about single lots: held while something is to be found out, recalled for good,
 * seen whole with the orders that they went to. Spread into the contract.
 */
import {
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Readable,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { LocationCode, no_such_lot } from './keeping-operations.ts'

const hold = { permission: 'inventory.hold' } as const
const LotRef = { lotId: Id('lot') }
export const LotState = OneOf('sellable', 'held', 'recalled')
/** What is printed on a lot, and whether it may be sold. */
const LotCore = {
  skuId: Id('sku'),
  lotNo: Type.String(),
  harvestedAt: Time,
  useBy: Time,
  state: LotState,
}

const wrong_state = { status: 409, doc: 'The lot is not in a state for it.', data: Obj({ state: LotState }) }
const refusals = { no_such_lot, wrong_state }

export const lotCommands = {
  holdLot: {
    doc: 'Stops a lot: nothing of it is sold or packed until it is released; orders get other lots.',
    who: hold,
    route: { method: 'POST', path: '/staff/lots/:lotId/hold' },
    input: Obj({ ...LotRef, reason: Readable(200) }),
    output: Nothing,
    refusals,
  },
  releaseLot: {
    doc: 'A held lot may be sold again.',
    who: hold,
    route: { method: 'POST', path: '/staff/lots/:lotId/release' },
    input: Obj({ ...LotRef, reason: Readable(200) }),
    output: Nothing,
    refusals,
  },
  recallLot: {
    doc: 'Stops a lot for good.',
    who: hold,
    route: { method: 'POST', path: '/staff/lots/:lotId/recall' },
    input: Obj({ ...LotRef, reason: Readable(200) }),
    output: Nothing,
    refusals,
  },
  nameSupplier: {
    doc: 'Writes down from whom a lot came.',
    who: 'system',
    input: Obj({ ...LotRef, supplierId: Id('sup') }),
    output: Nothing,
    refusals: { no_such_lot },
  },
} as const

export const lotQueries = {
  lotsFrom: {
    doc: 'Lots that came from one supplier, newest first: what to look at when a farm is in doubt.',
    who: { permission: 'inventory.read' },
    route: { method: 'GET', path: '/staff/lots' },
    input: Obj({ supplierId: Id('sup'), limit: PageInput.limit, cursor: Type.Optional(Id('lot')) }),
    output: PageOf(
      Obj({
        ...LotRef,
        ...LotCore,
        pieces: Type.Integer(),
        receivedAt: Time,
      }),
    ),
  },
  lot: {
    doc: 'One lot whole: its state, where it lies, who stopped it, and which orders it went to.',
    who: { permission: 'inventory.read' },
    route: { method: 'GET', path: '/staff/lots/:lotId' },
    input: Obj(LotRef),
    output: Obj({
      ...LotRef,
      ...LotCore,
      /** From whom it came; null is the house itself, or a lot of which it was never written down. */
      supplierId: Nullable(Id('sup')),
      received: Obj({ pieces: Type.Integer(), grams: Type.Integer(), at: Time }),
      places: Type.Array(
        Obj({
          location: LocationCode,
          pieces: Type.Integer(),
          grams: Type.Integer(),
          allocated: Type.Integer(),
        }),
      ),
      /** The first thousand. */
      orders: Type.Array(
        Obj({ orderId: Id('ord'), pieces: Type.Integer(), state: OneOf('allocated', 'dispatched') }),
      ),
      history: Type.Array(Obj({ at: Time, to: LotState, by: Type.String(), reason: Text(200, 0) })),
    }),
    refusals: { no_such_lot },
  },
  lotFacts: {
    doc: 'What a lot is, for those who must not guess; null for none.',
    who: 'system',
    input: Obj(LotRef),
    output: Nullable(Obj(LotCore)),
  },
} as const

export const lotEvents = {
  lot_stopped: {
    doc: 'A lot was held or recalled; what orders had of it is allocated no more.',
    version: 1,
    payload: Obj({ ...LotRef, skuId: Id('sku'), recalled: Type.Boolean() }),
  },
  lot_released: {
    doc: 'A held lot may be sold again.',
    version: 1,
    payload: Obj({ ...LotRef, skuId: Id('sku') }),
  },
} as const
