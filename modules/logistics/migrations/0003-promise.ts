/** Where is delivered, when, for whom places are taken; pick-up points; and where addresses lie. */
import type { Migration } from '@tiantou/platform'

type Tools = Parameters<Migration['up']>[0]

const areas = async ({ table, types, index }: Tools): Promise<void> => {
  await table('logistics_point')
    .addColumn('code', types.code(30), (column) => column.notNull().primaryKey())
    .addColumn('name', types.text(40), (column) => column.notNull())
    .addColumn('address', types.text(120), (column) => column.notNull())
    .execute()
  await table('logistics_area')
    .addColumn('code', types.code(30), (column) => column.notNull().primaryKey())
    .addColumn('name', types.text(40), (column) => column.notNull())
    .addColumn('mode', types.code(10), (column) => column.notNull())
    .addColumn('storage_classes', types.code(40), (column) => column.notNull())
    .addColumn('point_code', types.code(30))
    .addColumn('shape', types.long)
    .addColumn('west_e6', types.int)
    .addColumn('south_e6', types.int)
    .addColumn('east_e6', types.int)
    .addColumn('north_e6', types.int)
    .addColumn('pattern', types.long, (column) => column.notNull())
    .execute()
  await table('logistics_area_region')
    .addColumn('region', types.code(6), (column) => column.notNull())
    .addColumn('area_code', types.code(30), (column) => column.notNull())
    .addPrimaryKeyConstraint('logistics_area_region_pk', ['region', 'area_code'])
    .execute()
  await index('logistics_area_region_area', 'logistics_area_region', ['area_code'])
}

const slots = async ({ table, types, index }: Tools): Promise<void> => {
  await table('logistics_slot')
    .addColumn('id', types.code(32), (column) => column.notNull().primaryKey())
    .addColumn('area_code', types.code(30), (column) => column.notNull())
    .addColumn('from_at', types.int, (column) => column.notNull())
    .addColumn('to_at', types.int, (column) => column.notNull())
    .addColumn('cutoff_at', types.int, (column) => column.notNull())
    .addColumn('capacity', types.int, (column) => column.notNull())
    .addColumn('booked', types.int, (column) => column.notNull())
    .addColumn('fee_fen', types.int, (column) => column.notNull())
    .addColumn('closed', types.int, (column) => column.notNull())
    .execute()
  await index('logistics_slot_time', 'logistics_slot', ['area_code', 'from_at', 'to_at'], true)
  await index('logistics_slot_coming', 'logistics_slot', ['to_at', 'area_code', 'from_at'])
  await table('logistics_booking')
    .addColumn('order_id', types.code(32), (column) => column.notNull().primaryKey())
    .addColumn('slot_id', types.code(32), (column) => column.notNull())
    .addColumn('state', types.code(10), (column) => column.notNull())
    .addColumn('booked_at', types.int, (column) => column.notNull())
    .addColumn('closed_at', types.int)
    .addColumn('point_code', types.code(30))
    .addColumn('code_blind', types.code(64))
    .execute()
  await index('logistics_booking_code', 'logistics_booking', ['point_code', 'code_blind'], true)
}

export const promise: Migration = {
  name: '0003-promise',
  up: async (tools) => {
    await areas(tools)
    await slots(tools)
    await tools
      .table('logistics_place')
      .addColumn('address_blind', tools.types.code(64), (column) => column.notNull().primaryKey())
      .addColumn('point_sealed', tools.types.long)
      .addColumn('found_at', tools.types.int, (column) => column.notNull())
      .execute()
  },
}
