/** Pictures, and who did what to them when. */
import type { Migration } from '@tiantou/platform'

export const media: Migration = {
  name: '0001-media',
  up: async ({ table, types, index }) => {
    await table('media_picture')
      .addColumn('id', types.code(48), (column) => column.primaryKey().notNull())
      .addColumn('purpose', types.code(20), (column) => column.notNull())
      .addColumn('owner', types.code(80), (column) => column.notNull())
      .addColumn('label', types.text(80), (column) => column.notNull())
      .addColumn('sha256', types.code(64), (column) => column.notNull())
      .addColumn('bytes', types.int, (column) => column.notNull())
      .addColumn('state', types.code(12), (column) => column.notNull())
      .addColumn('why', types.code(24), (column) => column.notNull())
      .addColumn('width', types.int, (column) => column.notNull())
      .addColumn('height', types.int, (column) => column.notNull())
      .addColumn('created_at', types.int, (column) => column.notNull())
      .addColumn('ready_at', types.int)
      .addColumn('used_at', types.int)
      .addColumn('version', types.int, (column) => column.notNull())
      .execute()
    await index('media_picture_of_owner', 'media_picture', ['owner', 'created_at'])
    await index('media_picture_of_purpose', 'media_picture', ['purpose', 'state', 'created_at'])
    await index('media_picture_unused', 'media_picture', ['state', 'used_at', 'ready_at'])
    await table('media_history')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('subject_id', types.code(48), (column) => column.notNull())
      .addColumn('axis', types.code(20), (column) => column.notNull())
      .addColumn('transition', types.code(30), (column) => column.notNull())
      .addColumn('to_state', types.code(20), (column) => column.notNull())
      .addColumn('actor_kind', types.code(10), (column) => column.notNull())
      .addColumn('actor_id', types.code(80), (column) => column.notNull())
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('note', types.text(200), (column) => column.notNull())
      .execute()
    await index('media_history_of', 'media_history', ['subject_id', 'id'])
  },
}
