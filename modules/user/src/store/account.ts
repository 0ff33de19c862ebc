/** SQL of nicknames and consents. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { ConsentRow } from '../account-tables.ts'
import type { UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>
type UserDb = ReadDb<UserTables>

/** The sealed nickname of a shopper; undefined where there is none. */
export const nicknameOf = async (db: UserDb, userId: string): Promise<string | undefined> => {
  const row = await db
    .selectFrom('user_profile')
    .select('nickname_sealed')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.nickname_sealed
}

/** Replaces the nickname; null takes it away. The caller has its turn at the shopper. */
export const replaceNickname = async (tx: UserTx, userId: string, sealed: string | null): Promise<void> => {
  await tx.deleteFrom('user_profile').where('user_id', '=', userId).execute()
  if (sealed !== null) {
    await tx.insertInto('user_profile').values({ user_id: userId, nickname_sealed: sealed }).execute()
  }
}

/** All that somebody has ever agreed to or taken back, newest first. */
export const consentsOf = (db: UserDb, userId: string): Promise<ConsentRow[]> =>
  db
    .selectFrom('user_consent')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** Notes what somebody said to documents. */
export const insertConsents = async (tx: UserTx, rows: readonly ConsentRow[]): Promise<void> => {
  if (rows.length > 0)
    await tx
      .insertInto('user_consent')
      .values([...rows])
      .execute()
}
