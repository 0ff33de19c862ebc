/**
 * What module logistics offers: what it costs to bring goods to a region, by how they travel, and where they
 * cannot go. Goods of one storage class form one parcel; each parcel has its freight.
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

/** A county, city or province (GB/T 2260). */
const RegionCode = Type.String({ pattern: '^[1-9][0-9]{5}$', description: 'GB/T 2260 code' })
const Units = Type.Integer({ minimum: 1, maximum: 1_000_000 })

/**
 * What a parcel costs: so much up to the first grams or pieces, so much for each step that is begun behind.
 */
const rate = {
  /** False: nothing of this storage class goes there. */
  delivers: Type.Boolean(),
  /** What is counted: grams of the whole parcel, or its pieces. */
  by: OneOf('weight', 'piece'),
  first: Units,
  firstFen: Fen,
  step: Units,
  stepFen: Fen,
  /** The goods of an order worth this much or more make the parcel free; null for never. */
  freeFromFen: Nullable(Fen),
}

export const Rate = Obj(rate)

/** Where a rate holds: one class of goods, in one region or, as `all`, wherever no closer rate is set. */
const place = { storageClass: StorageClass, region: Type.Union([Type.Literal('all'), RegionCode]) }

const no_such_region = { status: 422, doc: 'No province, city or county has that code.' }

export const Logistics = defineContract('logistics', {
  doc: 'Freight by region and storage class, and where nothing can be delivered.',
  permissions: { 'logistics.read': '查看运费', 'logistics.write': '设置运费与配送范围' },
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
  },
  queries: {
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
        parcels: Type.Array(Obj({ storageClass: StorageClass, freightFen: Fen })),
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
  events: {},
})
