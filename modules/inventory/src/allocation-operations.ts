/**
 * What module inventory offers to those who pack: lots allocated to orders that are paid, taken away again
 * where they turn out bad, and orders that get less or something else. Spread into the contract.
 */
import { Grams, Id, Nothing, Obj, Pieces, Time, Type } from '@tiantou/kernel'
import { LocationCode, LossReason } from './keeping-operations.ts'

/** Pieces of one lot in one place that are meant for an order. */
const Part = Obj({
  skuId: Id('sku'),
  lotId: Id('lot'),
  lotNo: Type.String(),
  location: LocationCode,
  useBy: Time,
  pieces: Pieces,
})
const SomeOf = Obj({ skuId: Id('sku'), pieces: Pieces })
const Lines = { minItems: 1, maxItems: 100 }

const not_allocated = {
  status: 409,
  doc: 'Just so many pieces of the lot are not allocated to the order there.',
}
const not_promised = { status: 409, doc: 'So many pieces of the SKU are not promised to the order.' }

export const allocationCommands = {
  allocate: {
    doc: 'Picks the lots that a paid order gets, first to expire first; says what no lot is there for.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      /** Only lots that last at least until `useByFrom` will do. */
      lines: Type.Array(Obj({ skuId: Id('sku'), pieces: Pieces, useByFrom: Time }), Lines),
    }),
    output: Obj({ parts: Type.Array(Part), missing: Type.Array(SomeOf) }),
  },
  setAside: {
    doc: 'The order is packed: what its parcels hold stays its own though its lots are stopped.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      /** All that was packed, by lot and place. */
      parts: Type.Array(Obj({ lotId: Id('lot'), location: LocationCode, pieces: Pieces }), {
        maxItems: 1_000,
      }),
    }),
    output: Nothing,
    refusals: { not_allocated },
  },
  findBad: {
    doc: 'Pieces that were allocated to an order turned out bad: they leave stock, promised or not.',
    who: 'system',
    input: Obj({
      orderId: Id('ord'),
      lotId: Id('lot'),
      location: LocationCode,
      pieces: Pieces,
      reason: LossReason,
    }),
    output: Nothing,
    refusals: { not_allocated },
  },
  shorten: {
    doc: 'The order gets fewer pieces of a SKU than it bought; who allocated some of them lets go.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), ...SomeOf.properties }),
    output: Nothing,
    refusals: { not_promised },
  },
  swap: {
    doc: 'The order gets pieces of one SKU instead of those of another.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), out: SomeOf, into: SomeOf }),
    output: Nothing,
    refusals: {
      not_promised,
      none_left: { status: 409, doc: 'Less is left of the other SKU.' },
    },
  },
} as const

/** What truly left with an order, where it was weighed. */
export const Weighed = Obj({ lotId: Id('lot'), location: LocationCode, grams: Grams })

export const allocationQueries = {
  allocations: {
    doc: 'The lots that an order gets or got.',
    who: 'system',
    input: Obj({ orderId: Id('ord') }),
    output: Obj({ parts: Type.Array(Part) }),
  },
} as const
