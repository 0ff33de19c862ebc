/** Sessions that can be told apart, nicknames, consents, confirmations, erasures, partner systems. */
import type { Migration, MigrationTools } from '@tiantou/platform'

const accounts = async ({ table, types, index, column }: MigrationTools): Promise<void> => {
  await column('user_session', 'device', types.text(40))
  await column('user_session', 'seen_at', types.int)
  await column('user_session', 'scopes', types.long)
  await table('user_profile')
    .addColumn('user_id', types.id, (one) => one.primaryKey().notNull())
    .addColumn('nickname_sealed', types.code(300), (one) => one.notNull())
    .execute()
  await table('user_consent')
    .addColumn('id', types.id, (one) => one.primaryKey().notNull())
    .addColumn('user_id', types.id, (one) => one.notNull())
    .addColumn('kind', types.code(20), (one) => one.notNull())
    .addColumn('version', types.code(10), (one) => one.notNull())
    .addColumn('given', types.int, (one) => one.notNull())
    .addColumn('at', types.int, (one) => one.notNull())
    .addColumn('device', types.text(40), (one) => one.notNull())
    .execute()
  await index('user_consent_user', 'user_consent', ['user_id'])
  await table('user_confirmation')
    .addColumn('id', types.id, (one) => one.primaryKey().notNull())
    .addColumn('user_id', types.id, (one) => one.notNull())
    .addColumn('session_id', types.id, (one) => one.notNull())
    .addColumn('expires_at', types.int, (one) => one.notNull())
    .execute()
  await index('user_confirmation_user', 'user_confirmation', ['user_id'])
  await table('user_erasure')
    .addColumn('user_id', types.id, (one) => one.primaryKey().notNull())
    .addColumn('at', types.int, (one) => one.notNull())
    .execute()
  await index('user_erasure_at', 'user_erasure', ['at', 'user_id'])
}

const partners = async ({ table, types, index, column }: MigrationTools): Promise<void> => {
  await column('user_permission', 'offered', types.int)
  await table('user_partner')
    .addColumn('id', types.id, (one) => one.primaryKey().notNull())
    .addColumn('name', types.text(40), (one) => one.notNull())
    .addColumn('state', types.code(10), (one) => one.notNull())
    .addColumn('scopes', types.long, (one) => one.notNull())
    .addColumn('created_at', types.int, (one) => one.notNull())
    .execute()
  await table('user_partner_secret')
    .addColumn('id', types.id, (one) => one.primaryKey().notNull())
    .addColumn('partner_id', types.id, (one) => one.notNull())
    .addColumn('secret_hash', types.code(44), (one) => one.notNull())
    .addColumn('created_at', types.int, (one) => one.notNull())
    .addColumn('expires_at', types.int)
    .execute()
  await index('user_partner_secret_partner', 'user_partner_secret', ['partner_id'])
}

export const account: Migration = {
  name: '0003-account',
  up: async (tools) => {
    await accounts(tools)
    await partners(tools)
  },
}
