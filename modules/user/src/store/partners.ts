/** SQL of partner systems and their secrets. */
import { from, to } from '@tiantou/kernel'
import type { ReadDb, Tx } from '@tiantou/platform'
import type { PartnerRow, PartnerSecretRow } from '../account-tables.ts'
import { partner } from '../states.ts'
import type { UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>
type UserDb = ReadDb<UserTables>

export const insertPartner = async (tx: UserTx, row: PartnerRow, secret: PartnerSecretRow): Promise<void> => {
  await tx.insertInto('user_partner').values(row).execute()
  await insertSecret(tx, secret)
}

export const insertSecret = async (tx: UserTx, row: PartnerSecretRow): Promise<void> => {
  await tx.insertInto('user_partner_secret').values(row).execute()
}

/**
 * Waits until no other command draws tokens or secrets of this partner, or moves it. Must be the first
 * statement: what is read after it stays true until the commit.
 */
export const waitForPartner = async (tx: UserTx, partnerId: string): Promise<void> => {
  await tx
    .updateTable('user_partner')
    .set((row) => ({ state: row.ref('state') }))
    .where('id', '=', partnerId)
    .execute()
}

/** Lets the secrets of a partner end at that time, unless they end before. */
export const endSecrets = async (tx: UserTx, partnerId: string, at: number): Promise<void> => {
  await tx
    .updateTable('user_partner_secret')
    .set({ expires_at: at })
    .where('partner_id', '=', partnerId)
    .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', at)]))
    .execute()
}

/** Deletes secrets that ended before that time. */
export const deleteSecrets = async (tx: UserTx, before: number): Promise<void> => {
  await tx.deleteFrom('user_partner_secret').where('expires_at', '<', before).execute()
}

/** One partner; undefined where there is none. */
export const partnerById = (db: UserDb, id: string): Promise<PartnerRow | undefined> =>
  db.selectFrom('user_partner').selectAll().where('id', '=', id).executeTakeFirst()

/** All partners, newest first. */
export const allPartners = (db: UserDb): Promise<PartnerRow[]> =>
  db.selectFrom('user_partner').selectAll().orderBy('id', 'desc').execute()

/** All secrets that still work, oldest first. */
export const liveSecrets = (db: UserDb, now: number): Promise<PartnerSecretRow[]> =>
  db
    .selectFrom('user_partner_secret')
    .selectAll()
    .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', now)]))
    .orderBy('id')
    .execute()

/** The active partner with this id and secret; undefined for anybody else. */
export const partnerBySecret = (
  db: UserDb,
  partnerId: string,
  secretHash: string,
  now: number,
): Promise<Pick<PartnerRow, 'id' | 'scopes'> | undefined> =>
  db
    .selectFrom('user_partner as partner')
    .innerJoin('user_partner_secret as secret', 'secret.partner_id', 'partner.id')
    .select(['partner.id', 'partner.scopes'])
    .where('partner.id', '=', partnerId)
    .where('partner.state', '=', partner.initial)
    .where('secret.secret_hash', '=', secretHash)
    .where((row) => row.or([row('secret.expires_at', 'is', null), row('secret.expires_at', '>', now)]))
    .executeTakeFirst()

/** Replaces what a partner may do; false where there is none. */
export const updateScopes = async (tx: UserTx, id: string, scopes: readonly string[]): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_partner')
    .set({ scopes: JSON.stringify(scopes) })
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Moves a partner; false where it is not in a state for that. */
export const movePartner = async (
  tx: UserTx,
  id: string,
  transition: 'disable' | 'enable',
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_partner')
    .set({ state: to(partner, transition) })
    .where('id', '=', id)
    .where('state', 'in', [...from(partner, transition)])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** The permissions that contracts offer to partners. */
export const offeredPermissions = (db: UserDb) =>
  db
    .selectFrom('user_permission')
    .select(['code', 'meaning'])
    .where('offered', '=', 1)
    .orderBy('code')
    .execute()
