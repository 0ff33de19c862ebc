/**
 * What module logistics offers: what it costs to bring goods to a region, by how they travel, where they
 * cannot go, when they can be there, how far it is, and where a parcel is. Goods of one storage class form
 * one parcel; each parcel has its freight.
 */
import {
  defineContract,
  Fen,
  Grams,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  StorageClass,
  Type,
} from '@tiantou/kernel'
import { promiseCommands, promiseQueries } from './promise-operations.ts'
import { RegionCode } from './promise-shapes.ts'
import { roadEffects, trackCommands, trackEvents, trackQueries } from './road-operations.ts'
import { waybillCommands, waybillEvents, waybillQueries } from './waybill-operations.ts'

const Units = Type.Integer({ minimum: 1, maximum: 1_000_000 })

/**
 * What a parcel costs: so much up to the first grams or pieces, so much for each step that is begun behind.
 */
const priced = {
  /** What is counted: grams of the whole parcel, or its pieces. */
  by: OneOf('weight', 'piece'),
  first: Units,
  firstFen: Fen,
  step: Units,
  stepFen: Fen,
}

const rate = {
  /** False: nothing of this storage class goes there. */
  delivers: Type.Boolean(),
  ...priced,
  /** The goods of an order worth this much or more make the parcel free; null for never. */
  freeFromFen: Nullable(Fen),
}

export const Rate = Obj(rate)

/** Where a rate holds: one class of goods, in one region or, as `all`, wherever no closer rate is set. */
const place = { storageClass: StorageClass, region: Type.Union([Type.Literal('all'), RegionCode]) }

const packedQueries = {
  freightOfPacked: {
    doc: 'What of the freight paid for parcels comes back, as they were packed: never more than was paid.',
    who: 'system',
    input: Obj({
      /** As they were quoted. */
      quoted: Type.Array(Obj({ storageClass: StorageClass, freightFen: Fen, ...priced }), { maxItems: 3 }),
      /** Of the goods alone; a class of which nothing was packed is missing. */
      packed: Type.Array(
        Obj({ storageClass: StorageClass, grams: Grams, pieces: Type.Integer({ minimum: 0 }) }),
        { maxItems: 3 },
      ),
    }),
    output: Obj({ backFen: Fen }),
  },
} as const

const no_such_region = { status: 422, doc: 'No province, city or county has that code.' }

export const Logistics = defineContract('logistics', {
  doc: 'Freight, delivery areas and slots, pick-up points; maps, carriers, tracks.',
  permissions: {
    'logistics.read': '查看运费',
    'logistics.write': '设置运费与配送范围',
    'logistics.waybills': '运单与承运商',
  },
  commands: {
    setRate: {
      doc: 'Sets the freight of one storage class to a region, or that nothing of it goes there.',
      who: { permission: 'logistics.write' },
      route: { method: 'PUT', path: '/staff/freight-rates/:storageClass/:region' },
      input: Obj({ ...place, ...rate }),
      output: Nothing,
      refusals: { no_such_region },
    },
    removeRate: {
      doc: 'Takes a rate away: the next wider region’s holds again, and in the end the setting’s.',
      who: { permission: 'logistics.write' },
      route: { method: 'DELETE', path: '/staff/freight-rates/:storageClass/:region' },
      input: Obj(place),
      output: Nothing,
    },
    ...trackCommands,
    ...promiseCommands,
    ...waybillCommands,
  },
  queries: {
    ...trackQueries,
    ...promiseQueries,
    ...waybillQueries,
    ...packedQueries,
    rates: {
      doc: 'All rates that were set, and those that hold where none was.',
      who: { permission: 'logistics.read' },
      route: { method: 'GET', path: '/staff/freight-rates' },
      input: Nothing,
      output: Obj({
        items: Type.Array(Obj({ ...place, ...rate })),
        base: Obj({ ambient: Rate, chilled: Rate, frozen: Rate }),
      }),
    },
    quote: {
      doc: 'What the parcels of an order cost to bring, and what of it cannot go there.',
      who: 'system',
      input: Obj({
        /** Missing where no address is known yet: then what holds for the whole country. */
        regionCode: Type.Optional(RegionCode),
        items: Type.Array(
          Obj({
            storageClass: StorageClass,
            grams: Grams,
            pieces: Type.Integer({ minimum: 1 }),
            amountFen: Fen,
          }),
        ),
      }),
      output: Obj({
        /** With the rate that held, so that a lighter parcel can be priced by it later. */
        parcels: Type.Array(Obj({ storageClass: StorageClass, freightFen: Fen, ...priced })),
        freightFen: Fen,
        /** What the goods lack to the next parcel that would travel free; 0 when there is none. */
        toFreeFreightFen: Fen,
        /** Storage classes that are not delivered to the region. */
        noDelivery: Type.Array(StorageClass),
        /** Storage classes that may not stand in one order with the others. */
        alone: Type.Array(StorageClass),
      }),
    },
  },
  effects: roadEffects,
  events: { ...trackEvents, ...waybillEvents },
})

export { DeliveryPromise, RegionCode, SlotProblem } from './promise-shapes.ts'
