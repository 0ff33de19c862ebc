/** What carriers told of parcels: append-only, each thing once however often it is told. */
import type { Migration } from '@tiantou/platform'

export const tracks: Migration = {
  name: '0002-tracks',
  up: async ({ table, types }) => {
    await table('logistics_track')
      .addColumn('carrier', types.code(30), (column) => column.notNull())
      .addColumn('tracking_no', types.code(32), (column) => column.notNull())
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('text_blind', types.code(64), (column) => column.notNull())
      .addColumn('state', types.code(20), (column) => column.notNull())
      .addColumn('place', types.text(60), (column) => column.notNull())
      .addColumn('text_sealed', types.long, (column) => column.notNull())
      .addColumn('told_at', types.int, (column) => column.notNull())
      .addPrimaryKeyConstraint('logistics_track_pk', ['carrier', 'tracking_no', 'at', 'text_blind'])
      .execute()
  },
}
