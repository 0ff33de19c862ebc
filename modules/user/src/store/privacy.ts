/** SQL of confirmations and of erasing a person. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { ConfirmationRow } from '../account-tables.ts'
import type { UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>
type UserDb = ReadDb<UserTables>

/** Whose confirmation, in which session, when. */
export interface Confirmed {
  readonly confirmationId: string
  readonly userId: string
  readonly sessionId: string
  readonly now: number
}

export const insertConfirmation = async (tx: UserTx, row: ConfirmationRow): Promise<void> => {
  await tx.insertInto('user_confirmation').values(row).execute()
}

/** Whether a confirmation is good. */
export const isConfirmed = async (
  db: UserDb,
  { confirmationId, userId, sessionId, now }: Confirmed,
): Promise<boolean> => {
  const row = await db
    .selectFrom('user_confirmation')
    .select('id')
    .where('id', '=', confirmationId)
    .where('user_id', '=', userId)
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Uses a confirmation up; false where it is not good. */
export const useConfirmation = async (
  tx: UserTx,
  { confirmationId, userId, sessionId, now }: Confirmed,
): Promise<boolean> => {
  const { numDeletedRows } = await tx
    .deleteFrom('user_confirmation')
    .where('id', '=', confirmationId)
    .where('user_id', '=', userId)
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Deletes confirmations that expired before that time. */
export const deleteConfirmations = async (tx: UserTx, before: number): Promise<void> => {
  await tx.deleteFrom('user_confirmation').where('expires_at', '<', before).execute()
}

/**
 * Takes a phone out of wherever codes and guesses have left it. Their rows go on counting, for the network
 * address and for the whole platform, until they are swept: whoever erases one account after another must not
 * be sent more codes than others, nor be given more guesses.
 */
export const forgetPhone = async (tx: UserTx, phoneBlind: string, userId: string): Promise<void> => {
  await tx
    .updateTable('user_code')
    .set({ phone_sealed: '', phone_blind: userId, code_sealed: null })
    .where('phone_blind', '=', phoneBlind)
    .execute()
  await tx
    .updateTable('user_failure')
    .set({ subject_blind: userId })
    .where('kind', '=', 'code')
    .where('subject_blind', '=', phoneBlind)
    .execute()
  await tx.deleteFrom('user_known').where('phone_blind', '=', phoneBlind).execute()
}

/**
 * The row of a shopper without the phone: the id stays, for what the law keeps refers to it. The phone is
 * free for a new account.
 */
export const entomb = async (tx: UserTx, userId: string): Promise<void> => {
  await tx
    .updateTable('user_user')
    .set({ phone_sealed: '', phone_blind: userId })
    .where('id', '=', userId)
    .execute()
}

/** Tables whose rows of a shopper simply go, by `user_id`. */
const goes = ['user_address', 'user_profile', 'user_confirmation', 'user_wechat'] as const

/** Deletes what a shopper has here; of the consents, which prove that all was lawful, only the device. */
export const eraseRows = async (tx: UserTx, userId: string): Promise<void> => {
  for (const table of goes) await tx.deleteFrom(table).where('user_id', '=', userId).execute()
  // By their ids: MariaDB finds no index for a DELETE over a subquery.
  const sessions = await tx.selectFrom('user_session').select('id').where('owner_id', '=', userId).execute()
  const ids = sessions.map((row) => row.id)
  if (ids.length > 0) await tx.deleteFrom('user_token').where('session_id', 'in', ids).execute()
  await tx.deleteFrom('user_session').where('owner_id', '=', userId).execute()
  await tx.updateTable('user_consent').set({ device: '' }).where('user_id', '=', userId).execute()
}

/** Notes that somebody was erased. */
export const insertErasure = async (tx: UserTx, userId: string, now: number): Promise<void> => {
  await tx.insertInto('user_erasure').values({ user_id: userId, at: now }).execute()
}

/** Who was erased since, by id. */
export const erasedSince = async (
  db: UserDb,
  since: number,
  after: string,
  limit: number,
): Promise<string[]> => {
  const rows = await db
    .selectFrom('user_erasure')
    .select('user_id')
    .where('at', '>=', since)
    .where('user_id', '>', after)
    .orderBy('user_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.user_id)
}

/** Deletes the last traces of whoever was erased before that time. */
export const deleteTombs = async (tx: UserTx, before: number): Promise<void> => {
  const rows = await tx
    .selectFrom('user_erasure')
    .select('user_id')
    .where('at', '<', before)
    .limit(200)
    .execute()
  const ids = rows.map((row) => row.user_id)
  if (ids.length === 0) return
  await tx.deleteFrom('user_consent').where('user_id', 'in', ids).execute()
  await tx.deleteFrom('user_user').where('id', 'in', ids).execute()
  await tx.deleteFrom('user_erasure').where('user_id', 'in', ids).execute()
}
