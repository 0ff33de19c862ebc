/** Links of accounts to WeChat identities, and people on their way to WeChat and back. */
import type { Migration } from '@tiantou/platform'

export const wechat: Migration = {
  name: '0002-wechat',
  up: async ({ table, types, index }) => {
    await table('user_wechat')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('user_id', types.id, (column) => column.notNull())
      .addColumn('app', types.code(10), (column) => column.notNull())
      .addColumn('app_id', types.code(32), (column) => column.notNull())
      .addColumn('open_id_sealed', types.code(200), (column) => column.notNull())
      .addColumn('open_id_blind', types.code(32), (column) => column.notNull())
      .addColumn('union_id_blind', types.code(32))
      .addColumn('linked_at', types.int, (column) => column.notNull())
      .addColumn('used_at', types.int, (column) => column.notNull())
      .execute()
    await index('user_wechat_open_id', 'user_wechat', ['open_id_blind'], true)
    await index('user_wechat_union_id', 'user_wechat', ['union_id_blind'])
    await index('user_wechat_user', 'user_wechat', ['user_id'])
    await table('user_wechat_visit')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('app', types.code(10), (column) => column.notNull())
      .addColumn('caller_blind', types.code(32), (column) => column.notNull())
      .addColumn('state_hash', types.code(44))
      .addColumn('to_path', types.text(300), (column) => column.notNull())
      .addColumn('began_at', types.int, (column) => column.notNull())
      .addColumn('expires_at', types.int, (column) => column.notNull())
      .addColumn('returned_at', types.int)
      .addColumn('word', types.code(10))
      .addColumn('provider_code', types.text(40))
      .addColumn('identity_sealed', types.long)
      .addColumn('ticket_hash', types.code(44))
      .addColumn('ticket_expires_at', types.int)
      .addColumn('ticket_used_at', types.int)
      .execute()
    await index('user_wechat_visit_state', 'user_wechat_visit', ['state_hash'], true)
    await index('user_wechat_visit_ticket', 'user_wechat_visit', ['ticket_hash'], true)
    await index('user_wechat_visit_began', 'user_wechat_visit', ['began_at'])
  },
}
