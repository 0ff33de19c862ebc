/**
 * What module inventory offers: lots by place, stock per SKU, reservations with an expiry. A reservation
 * never oversells: stock goes down by a conditional update or not at all.
 */
import {
  defineContract,
  Grams,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  Pieces,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { allocationCommands, allocationQueries, Weighed } from './allocation-operations.ts'
import {
  keepingCommands,
  keepingQueries,
  LocationCode,
  LotPieces,
  no_such_location,
} from './keeping-operations.ts'
import { lotCommands, lotEvents, lotQueries } from './lot-operations.ts'

const OrderRef = Obj({ orderId: Id('ord') })
export const Band = OneOf('plenty', 'few', 'none')

export const Inventory = defineContract('inventory', {
  doc: 'Lots by place, stock per SKU, reservations with expiry.',
  permissions: {
    'inventory.receive': '收货入库',
    'inventory.keep': '报损、盘点与移库',
    'inventory.hold': '停用与召回批次',
    'inventory.read': '查看库存',
  },
  partnerScopes: ['inventory.receive', 'inventory.keep', 'inventory.read'],
  commands: {
    ...keepingCommands,
    ...allocationCommands,
    ...lotCommands,
    receiveLot: {
      doc: 'Takes a lot into stock: its pieces can be sold from now on.',
      who: { permission: 'inventory.receive' },
      route: { method: 'POST', path: '/staff/lots' },
      input: Obj({
        skuId: Id('sku'),
        lotNo: Text(40),
        harvestedAt: Time,
        useBy: Time,
        pieces: LotPieces,
        grams: Grams,
        location: Type.Optional(LocationCode),
      }),
      output: Obj({ lotId: Id('lot') }),
      refusals: {
        lot_exists: { status: 409, doc: 'The lot number is taken for this SKU.' },
        no_such_location,
        already_past: { status: 422, doc: 'The lot is past its use-by or harvested after it.' },
      },
    },
    reserve: {
      doc: 'Holds stock for an order until it is paid or the hold expires: all lines or none.',
      who: 'system',
      input: Obj({
        orderId: Id('ord'),
        expiresAt: Time,
        lines: Type.Array(Obj({ skuId: Id('sku'), pieces: Pieces }), { minItems: 1, maxItems: 100 }),
      }),
      output: Nothing,
      refusals: {
        out_of_stock: {
          status: 409,
          doc: 'Less is left than asked for.',
          data: Obj({ skuId: Id('sku'), asked: Type.Integer() }),
        },
      },
    },
    release: {
      doc: 'Gives the stock of one order back, held or sold; nothing to give back is fine.',
      who: 'system',
      input: OrderRef,
      output: Obj({ lines: Type.Integer() }),
    },
    commit: {
      doc: 'The order is paid: its held stock is sold.',
      who: 'system',
      input: OrderRef,
      output: Obj({ lines: Type.Integer() }),
    },
    dispatch: {
      doc: 'The order is shipped: its pieces leave the lots allocated to it, the rest first to expire first.',
      who: 'system',
      input: Obj({ ...OrderRef.properties, weighed: Type.Optional(Type.Array(Weighed)) }),
      output: Obj({ lines: Type.Integer() }),
    },
    expireHolds: {
      doc: 'Frees holds that are long past their expiry (a safety net behind the order timer).',
      who: 'system',
      input: Obj({ before: Time }),
      output: Obj({ orders: Type.Integer() }),
    },
  },
  queries: {
    ...keepingQueries,
    ...allocationQueries,
    ...lotQueries,
    availability: {
      doc: 'What is left to sell, per SKU; a SKU without stock is `none`.',
      who: 'system',
      input: Obj({ skuIds: Type.Array(Id('sku'), { maxItems: 100 }) }),
      output: Obj({
        items: Type.Array(
          Obj({
            skuId: Id('sku'),
            available: Type.Integer(),
            band: Band,
            harvestedAt: Nullable(Time),
            lotNo: Nullable(Type.String()),
          }),
        ),
      }),
    },
  },
  events: {
    ...lotEvents,
    band_changed: {
      doc: 'What is left of a SKU went from plenty to few to none, or back.',
      version: 1,
      payload: Obj({ skuId: Id('sku'), band: Band }),
    },
    low_stock: {
      doc: 'What is left of a SKU has just fallen to its low mark: time to order more.',
      version: 1,
      payload: Obj({ skuId: Id('sku'), available: Type.Integer(), lowAt: Type.Integer() }),
    },
    lot_received: {
      doc: 'A lot was taken into stock.',
      version: 1,
      payload: Obj({ lotId: Id('lot'), skuId: Id('sku'), pieces: Type.Integer() }),
    },
  },
})
